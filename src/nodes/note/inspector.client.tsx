'use client';

import type { NoteNode } from '#core/flow/flow-graph.ts';
import { Field } from '#ui/field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';

type Colour = NonNullable<NoteNode['colour']> | 'yellow';
type Size = NonNullable<NoteNode['size']> | 'text';

const colours: { value: Colour; label: string }[] = [
  { value: 'yellow', label: 'Yellow' },
  { value: 'blue', label: 'Blue' },
  { value: 'green', label: 'Green' },
  { value: 'rose', label: 'Rose' },
  { value: 'grey', label: 'Grey' },
];
const sizes: { value: Size; label: string }[] = [
  { value: 'text', label: 'Fits text' },
  { value: 'small', label: 'S' },
  { value: 'medium', label: 'M' },
  { value: 'large', label: 'L' },
];
const NOTHING = 'nothing';

/** What a note says, how it looks, and what it belongs to. */
export function NoteInspector({ node, readOnly, onEdit, onEditEnd }: InspectorProps<'note'>) {
  const steps = useNodeEnvironment().useSteps();
  const about = steps.some(({ id }) => id === node.about) ? node.about : undefined;
  return (
    <div className="flex flex-col gap-4 p-4">
      <Field
        label="Text"
        hint="**bold**, *italic*, `code`, # heading, - list, 1. list, [link](https://…). Notes are kept with the flow; they change nothing."
      >
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
      <div className="flex flex-col gap-1">
        <span className="font-medium text-ink">Colour</span>
        <Segmented
          label="Colour"
          size="sm"
          className="self-start"
          value={node.colour ?? 'yellow'}
          options={colours}
          disabled={readOnly}
          onChange={(colour) =>
            onEdit((draft) => {
              if (colour === 'yellow') delete draft.colour;
              else draft.colour = colour;
            })
          }
        />
      </div>
      <div className="flex flex-col gap-1">
        <span className="font-medium text-ink">Size</span>
        <Segmented
          label="Size"
          size="sm"
          className="self-start"
          value={node.size ?? 'text'}
          options={sizes}
          disabled={readOnly}
          onChange={(size) =>
            onEdit((draft) => {
              if (size === 'text') delete draft.size;
              else draft.size = size;
            })
          }
        />
      </div>
      <Field label="Belongs to" hint="It moves with the step.">
        <Select
          value={about ?? NOTHING}
          disabled={readOnly}
          options={[
            { value: NOTHING, label: 'No step' },
            ...steps.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(id) =>
            onEdit((draft) => {
              if (id === NOTHING) delete draft.about;
              else draft.about = id;
            })
          }
        />
      </Field>
    </div>
  );
}
