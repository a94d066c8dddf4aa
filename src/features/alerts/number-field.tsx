'use client';

import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import type { RuleValues } from './rule-values.ts';

type NumberName = {
  [Name in keyof RuleValues]: RuleValues[Name] extends number | null ? Name : never;
}[keyof RuleValues];

/** A number of a rule, with its unit in the label. */
export function NumberField({
  name,
  label,
  hint,
  form,
  className,
}: {
  name: NumberName;
  label: string;
  hint?: string;
  form: { register: UseFormRegister<RuleValues>; formState: { errors: FieldErrors<RuleValues> } };
  className?: string;
}) {
  return (
    <Field label={label} hint={hint} error={form.formState.errors[name]?.message} className={className}>
      <Input
        type="number"
        step="any"
        {...form.register(name, {
          setValueAs: (text) => (text === '' || text === null ? null : Number(text)),
        })}
      />
    </Field>
  );
}
