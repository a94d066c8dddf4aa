'use client';

import type { FilterLeave } from '#core/flow/flow-graph.ts';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';

const options: { value: FilterLeave; label: string }[] = [
  { value: 'keep', label: 'Stays as it is' },
  { value: 'delete', label: 'Is deleted' },
];

/** What becomes of a record where it had been carried to, told with a record of the sample. */
export function LeaveChoice({
  leave,
  label,
  words,
  example,
  readOnly,
  onChange,
}: {
  leave: FilterLeave;
  label: string;
  /** What each choice means, as the end of a sentence about a record. */
  words: Readonly<Record<FilterLeave, string>>;
  /** A record that it could happen to, in short. */
  example: string | null;
  readOnly: boolean;
  onChange: (leave: FilterLeave) => void;
}) {
  return (
    <Field
      label={label}
      hint={
        <>
          {example === null ? (
            'A record'
          ) : (
            <>
              For example, <code className="break-words text-ink">{example}</code>
            </>
          )}{' '}
          {words[leave]}.
        </>
      }
    >
      <Select value={leave} disabled={readOnly} options={options} onChange={onChange} />
    </Field>
  );
}
