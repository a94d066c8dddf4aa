'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { readOperand } from '#core/expression/condition-operand.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';

type Props = {
  label: string;
  type: NeutralType;
  readOnly: boolean;
  /** A value of the field, shown while there is none. */
  example: string | undefined;
};

/** The one value of a condition, by its type. */
export function ConditionValue({
  value,
  onChange,
  onEnd,
  ...props
}: Props & { value: string | undefined; onChange: (value: string) => void; onEnd: () => void }) {
  const { label, type, readOnly } = props;
  if (type.kind === 'enum' || type.kind === 'boolean') {
    return (
      <Select
        label={label}
        value={value ?? null}
        disabled={readOnly}
        options={choicesOf(type)}
        onChange={onChange}
      />
    );
  }
  return <TypedInput {...props} value={value ?? ''} onValue={onChange} onEnd={onEnd} />;
}

function choicesOf(type: NeutralType): { value: string; label: string }[] {
  if (type.kind === 'enum') return type.values.map((value) => ({ value, label: value }));
  return [
    { value: 't', label: 'true' },
    { value: 'f', label: 'false' },
  ];
}

/** The values of a list: each can be taken out, and another one put in. */
export function ConditionValues({
  values,
  onChange,
  ...props
}: Props & { values: readonly string[]; onChange: (values: string[]) => void }) {
  const { label, type, readOnly } = props;
  const open = type.kind === 'enum' ? choicesOf(type).filter(({ value }) => !values.includes(value)) : null;
  const add = (value: string) => {
    if (!values.includes(value)) onChange([...values, value]);
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1">
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-surface-2 pl-1.5 font-mono text-sm text-ink"
        >
          <span className="truncate">{value === '' ? '""' : value}</span>
          {readOnly ? (
            <span className="w-1" />
          ) : (
            <button
              type="button"
              aria-label={`Take ${value} out`}
              onClick={() => onChange(values.filter((each) => each !== value))}
              className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </span>
      ))}
      {readOnly || open?.length === 0 ? null : open ? (
        <div className="w-28">
          <Select label={`${label}: add`} value={null} placeholder="Add…" options={open} onChange={add} />
        </div>
      ) : (
        <AddValue {...props} onAdd={add} />
      )}
    </div>
  );
}

function AddValue({ onAdd, ...props }: Props & { onAdd: (value: string) => void }) {
  const [count, setCount] = useState(0);
  return (
    <div className="w-32 min-w-24 flex-1">
      <TypedInput
        key={count}
        {...props}
        label={`${props.label}: add`}
        value=""
        placeholder="Add, then Enter"
        onEnter={(value) => {
          onAdd(value);
          setCount(count + 1);
        }}
      />
    </div>
  );
}

/** Reads a text as a value of the type: the value, or why it is none. */
function read(type: NeutralType, typed: string): { value: string } | { wrong: string } {
  try {
    return { value: readOperand(type, typed) };
  } catch (error) {
    if (error instanceof Misfit) return { wrong: error.message };
    throw error;
  }
}

const placeholders: Partial<Record<NeutralType['kind'], string>> = {
  date: '2026-11-26',
  time: '09:30',
  timestamp: '2026-11-26 09:30',
  timestamptz: '2026-11-26 09:30 (UTC)',
};
const numeric = new Set(['int16', 'int32', 'int64', 'uint64', 'decimal', 'float32', 'float64']);

/** A field for a value: what is typed counts once it is one of the type. */
function TypedInput({
  label,
  type,
  readOnly,
  example,
  value,
  placeholder,
  onValue,
  onEnd,
  onEnter,
}: Props & {
  value: string;
  placeholder?: string;
  onValue?: (value: string) => void;
  onEnd?: () => void;
  onEnter?: (value: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value;
  const found = typed === null || (typed === '' && type.kind !== 'text') ? null : read(type, typed);
  const wrong = found && 'wrong' in found ? found.wrong : null;
  const date = type.kind === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(text);
  return (
    <div className="min-w-0">
      <Input
        aria-label={label}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        type={date ? 'date' : 'text'}
        inputMode={numeric.has(type.kind) ? 'decimal' : undefined}
        readOnly={readOnly}
        value={text}
        maxLength={500}
        placeholder={placeholder ?? placeholders[type.kind] ?? (example ? `e.g. ${example}` : '')}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          const now = read(type, next);
          if ('value' in now) onValue?.(now.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !found || !('value' in found)) return;
          event.preventDefault();
          onEnter?.(found.value);
        }}
        onBlur={() => {
          if (onEnter) {
            if (found && 'value' in found && typed !== '') onEnter(found.value);
          } else if (wrong === null) setTyped(null);
          onEnd?.();
        }}
      />
      {wrong === null ? null : (
        <p id={`${id}-wrong`} role="alert" className="pt-0.5 text-sm text-fail">
          This does not count yet: {wrong}.
        </p>
      )}
    </div>
  );
}
