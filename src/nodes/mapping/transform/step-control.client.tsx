'use client';

import type { Transform } from '#core/transform/transform.ts';
import type { Field as StreamField } from '#core/values/stream-schema.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { ExpressionInput } from '../../expression-input.client.tsx';
import { LookupTable } from './lookup-table.client.tsx';
import type { StepControl as Control } from './step-kinds.ts';
import { TemplateInput } from './template-input.client.tsx';

export type StepSettings = Readonly<Record<string, unknown>>;

type Props = {
  control: Control;
  /** The step as it stands in the form; it may not be valid yet. */
  settings: StepSettings;
  error: string | null;
  fields: readonly StreamField[];
  readOnly: boolean;
  onSet: (key: string, value: unknown) => void;
  onReplace: (settings: StepSettings) => void;
  onBlur: () => void;
};

/** One setting of a step. */
export function StepControl(props: Props) {
  const { control, settings, error, fields, readOnly, onSet, onReplace, onBlur } = props;
  const { key, label, hint } = control;
  const value = settings[key];
  const text = typeof value === 'string' ? value : '';
  switch (control.kind) {
    case 'check':
      return (
        <Checkbox checked={value === true} disabled={readOnly} onChange={(on) => onSet(key, on)}>
          {label}
        </Checkbox>
      );
    case 'choice':
      return (
        <Field label={label} hint={hint} error={error}>
          <Select
            value={text || (control.options.some(([name]) => name === '') ? 'nothing' : null)}
            disabled={readOnly}
            options={control.options.map(([name, words]) => ({ value: name || 'nothing', label: words }))}
            onChange={(chosen) => onSet(key, chosen === 'nothing' ? '' : chosen)}
          />
        </Field>
      );
    case 'nullable':
      return (
        <Field label={label} hint={hint} error={error}>
          <Input
            readOnly={readOnly}
            placeholder="null"
            value={text}
            onChange={(event) => onSet(key, event.target.value === '' ? null : event.target.value)}
            onBlur={onBlur}
          />
        </Field>
      );
    case 'expression':
      return (
        <ExpressionInput
          label={label}
          value={text}
          fields={fields}
          readOnly={readOnly}
          onChange={(next) => onSet(key, next)}
          onBlur={onBlur}
        />
      );
    case 'template':
      return (
        <Field label={label} hint={hint} error={error}>
          <TemplateInput
            value={text}
            fields={fields}
            readOnly={readOnly}
            onChange={(next) => onSet(key, next)}
            onBlur={onBlur}
          />
        </Field>
      );
    case 'lookup':
      return (
        <LookupTable
          step={settings as Extract<Transform, { kind: 'lookup' }>}
          readOnly={readOnly}
          onChange={onReplace}
          onBlur={onBlur}
        />
      );
    default:
      return <TypedControl {...props} control={control} />;
  }
}

/** Settings that are typed as one line. */
function TypedControl({
  control,
  settings,
  error,
  readOnly,
  onSet,
  onBlur,
}: Props & { control: Extract<Control, { kind: 'text' | 'integer' | 'path' }> }) {
  const value = settings[control.key];
  const shown = Array.isArray(value) ? value.join('.') : value === undefined ? '' : String(value);
  const read = (text: string): unknown => {
    if (control.kind === 'text') return text === '' && control.optional ? undefined : text;
    if (control.kind === 'integer')
      return /^-?\d+$/.test(text) ? Number(text) : text === '' ? undefined : text;
    return text.split('.').map((part) => (control.positions && /^\d+$/.test(part) ? Number(part) : part));
  };
  return (
    <Field label={control.label} hint={control.hint} error={error}>
      <Input
        mono={control.kind === 'path' || (control.kind === 'text' && control.mono === true)}
        inputMode={control.kind === 'integer' ? 'numeric' : undefined}
        readOnly={readOnly}
        value={shown}
        onChange={(event) => onSet(control.key, read(event.target.value))}
        onBlur={onBlur}
      />
    </Field>
  );
}
