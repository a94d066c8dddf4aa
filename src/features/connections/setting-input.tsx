'use client';

import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import type { ConnectorField } from './connector-fields.ts';

/** The control of one setting. */
export function SettingInput({
  field,
  value,
  onChange,
  error,
  stored,
  className,
}: {
  field: ConnectorField;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  /** A secret is stored already: left empty, it stays. */
  stored: boolean;
  className?: string;
}) {
  if (field.kind === 'choice') {
    return (
      <Field label={field.label} error={error} className={className} hint={field.hint}>
        <Select
          value={value}
          onChange={onChange}
          options={field.choices.map((choice) => ({ value: choice, label: choice }))}
        />
      </Field>
    );
  }
  const secret = field.kind === 'secret';
  return (
    <Field
      label={field.label}
      error={error}
      className={className}
      hint={secret && stored ? 'Leave empty to keep the stored one.' : field.hint}
    >
      <Input
        type={secret ? 'password' : 'text'}
        inputMode={field.kind === 'number' ? 'numeric' : undefined}
        autoComplete={secret ? 'new-password' : 'off'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
