'use client';

import { useRef } from 'react';
import type { Field } from '#core/values/stream-schema.ts';
import { Textarea } from '#ui/textarea.tsx';

/** A text with fields in it; a field is put in at the caret by pressing its name. */
export function TemplateInput({
  value,
  fields,
  readOnly,
  onChange,
  onBlur,
  ...field
}: {
  value: string;
  fields: readonly Field[];
  readOnly: boolean;
  onChange: (text: string) => void;
  onBlur: () => void;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  const input = useRef<HTMLTextAreaElement>(null);
  const names = fields.length === 0 ? ['value'] : fields.map(({ name }) => name);
  const insert = (name: string) => {
    const at = input.current?.selectionEnd ?? value.length;
    onChange(`${value.slice(0, at)}{${name}}${value.slice(at)}`);
    input.current?.focus();
  };
  return (
    <div>
      <Textarea
        ref={input}
        mono
        rows={2}
        {...field}
        readOnly={readOnly}
        value={value}
        maxLength={1000}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      {readOnly ? null : (
        <div className="flex flex-wrap gap-1 pt-1">
          {names.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={`Put ${name} into the template`}
              onClick={() => insert(name)}
              className="rounded-sm border border-line px-1.5 font-mono text-xs text-ink-2 hover:bg-surface-2"
            >
              {`{${name}}`}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
