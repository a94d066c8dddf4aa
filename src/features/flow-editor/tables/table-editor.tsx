'use client';

import { FileUp, Trash2 } from 'lucide-react';
import { type ClipboardEvent, useRef, useState } from 'react';
import { CodeName, type FlowTable } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { useEditor, useSession } from '../session/use-session.tsx';
import { readersOf, renameTable, setEntries } from './edit-tables.ts';
import { readTableText } from './read-table-text.ts';
import { TableRows } from './table-rows.tsx';

/** One table: its name, who reads it, its rows. */
export function TableEditor({
  index,
  table,
  readOnly,
  onRemove,
}: {
  index: number;
  table: FlowTable;
  readOnly: boolean;
  onRemove: () => void;
}) {
  const { editor } = useSession();
  const file = useRef<HTMLInputElement>(null);
  /** Takes the rows of a text in place of those that there are, or says why not. */
  const take = (text: string) => {
    const read = readTableText(text);
    if ('refused' in read) {
      toast.warning('These rows cannot be taken.', { description: read.refused });
      return;
    }
    setEntries(editor, index, read.entries);
    const [first] = read.left;
    toast.success(`${read.entries.length.toLocaleString('en')} rows are taken.`, {
      description: first && `${first}${read.left.length > 1 ? ` And ${read.left.length - 1} more.` : ''}`,
      action: { label: 'Undo', onClick: () => editor.undo() },
    });
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    // A single value belongs into the cell.
    if (readOnly || !/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    take(text);
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-3" onPaste={onPaste}>
      <div className="flex items-start gap-2">
        <TableName index={index} name={table.name} readOnly={readOnly} />
        {readOnly ? null : (
          <div className="ml-auto flex items-center gap-2 pt-5">
            <input
              ref={file}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              aria-label="CSV file"
              className="sr-only"
              tabIndex={-1}
              onChange={async (event) => {
                const [chosen] = event.target.files ?? [];
                if (chosen) take(await chosen.text());
                if (file.current) file.current.value = '';
              }}
            />
            <Button icon={<FileUp aria-hidden />} onClick={() => file.current?.click()}>
              Read a CSV file
            </Button>
            <IconButton label={`Remove the table ${table.name}`} onClick={onRemove}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      <Readers name={table.name} />
      <TableRows
        entries={table.entries}
        readOnly={readOnly}
        onChange={(entries, gesture) => setEntries(editor, index, entries, gesture)}
        onBlur={() => editor.endGesture()}
      />
    </div>
  );
}

function TableName({ index, name, readOnly }: { index: number; name: string; readOnly: boolean }) {
  const { editor } = useSession();
  const tables = useEditor(({ graph }) => graph.tables) ?? [];
  const [text, setText] = useState(name);
  const taken = tables.some((table, at) => at !== index && table.name === text);
  const error = !CodeName.safeParse(text).success
    ? 'Letters, digits, - and _ only, a letter first.'
    : taken
      ? 'Another table has this name.'
      : null;
  return (
    <Field label="Name" className="w-64" error={error}>
      <Input
        mono
        value={text}
        maxLength={64}
        readOnly={readOnly}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (error === null && text !== name) renameTable(editor, index, text);
          else setText(name);
        }}
      />
    </Field>
  );
}

/** Which steps read the table, with the way there. */
function Readers({ name }: { name: string }) {
  const session = useSession();
  const graph = useEditor((state) => state.graph);
  const readers = readersOf(graph, name);
  if (readers.length === 0) {
    return (
      <p className="text-sm text-ink-3">
        No step reads it yet. Code reads it as <code>tables.{name}[value]</code>.
      </p>
    );
  }
  return (
    <p className="text-sm text-ink-2">
      Read by{' '}
      {readers.map(({ id, title }, at) => (
        <span key={id}>
          {at > 0 ? ', ' : ''}
          <button
            type="button"
            className="font-medium text-accent hover:underline"
            onClick={() => {
              session.panel.setState({ tables: false });
              session.editor.selectNode(id);
              session.reveal([id]);
            }}
          >
            {title}
          </button>
        </span>
      ))}
    </p>
  );
}
