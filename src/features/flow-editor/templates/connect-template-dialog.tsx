'use client';

import { useState } from 'react';
import { templateConnections, withConnections } from '#core/templates/make-template.ts';
import type { Template } from '#core/templates/template-body.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { useConnections } from '../session/use-connections.ts';
import { useSession } from '../session/use-session.tsx';
import type { Where } from '../store/editor-actions.ts';
import { insertTemplate } from './insert-template.ts';
import { tellTables } from './use-templates.ts';

/** Asks which connections the endpoints of a template read in this flow, and puts it in. */
export function ConnectTemplateDialog({
  template: { name, body },
  where,
  onClose,
}: {
  template: Template;
  where: Where;
  onClose: () => void;
}) {
  const session = useSession();
  const known = useConnections().data?.map((connection) => connection.name) ?? [];
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const wanted = templateConnections(body);
  const choiceFor = (connection: string) =>
    chosen.get(connection) ?? (known.includes(connection) ? connection : '');
  const insert = () => {
    const connections = new Map(wanted.map((connection) => [connection, choiceFor(connection)]));
    onClose();
    const { nodes, tables } = insertTemplate(session.editor, withConnections(body, connections), where);
    session.reveal(nodes);
    if (tables.length > 0) tellTables(tables);
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Put in ${name}`}
      description="Which connections do its endpoints read here?"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={insert}>
            Put in
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {wanted.map((connection) => (
          <Field
            key={connection}
            label={`In place of ${connection}`}
            hint={choiceFor(connection) === '' ? 'Without one, the endpoint asks for it later.' : undefined}
          >
            <Select
              label={`In place of ${connection}`}
              value={choiceFor(connection)}
              options={known.map((each) => ({ value: each, label: each }))}
              onChange={(value) => setChosen(new Map(chosen).set(connection, value))}
            />
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
