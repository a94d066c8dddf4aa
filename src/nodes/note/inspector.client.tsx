'use client';

import { Field } from '#ui/field.tsx';
import { Textarea } from '#ui/textarea.tsx';
import type { InspectorProps } from '../node-views.ts';

export function NoteInspector({ node, readOnly, onEdit, onEditEnd }: InspectorProps<'note'>) {
  return (
    <div className="p-4">
      <Field label="Text" hint="Notes are kept with the flow; they change nothing.">
        <Textarea
          rows={8}
          maxLength={4000}
          value={node.text}
          readOnly={readOnly}
          onBlur={onEditEnd}
          onChange={(event) => {
            const text = event.target.value;
            onEdit((draft) => {
              draft.text = text;
            }, 'text');
          }}
        />
      </Field>
    </div>
  );
}
