'use client';

import { useId } from 'react';
import type { CodeForm } from '#core/code/code-form.ts';
import { classNames } from '#lib/class-names.ts';
import { codeForms } from './code-forms.ts';

/** Chooses what the code is asked: one line for each form, with a sentence on it. */
export function FormChoice({
  value,
  readOnly,
  onChange,
}: {
  value: CodeForm;
  readOnly: boolean;
  onChange: (form: CodeForm) => void;
}) {
  const name = useId();
  return (
    <fieldset className="overflow-hidden rounded-md border border-line" disabled={readOnly}>
      <legend className="sr-only">What the code does</legend>
      {Object.entries(codeForms).map(([form, { label, sentence }]) => (
        <label
          key={form}
          className={classNames(
            'grid grid-cols-[14px_1fr] gap-x-2.5 border-b border-line px-3 py-1.5 last:border-b-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            form === value ? 'bg-accent-bg' : readOnly ? '' : 'hover:bg-surface-2',
          )}
        >
          <input
            type="radio"
            name={name}
            value={form}
            checked={form === value}
            onChange={() => onChange(form as CodeForm)}
            className="mt-[3px] size-3.5 accent-(--accent) outline-none"
          />
          <span>
            <span className="font-medium text-ink">{label}</span>{' '}
            <span className="text-sm text-ink-2">{sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
