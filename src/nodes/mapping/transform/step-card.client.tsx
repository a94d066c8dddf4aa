'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { Transform } from '#core/transform/transform.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { StepControl, type StepSettings } from './step-control.client.tsx';
import { stepKinds } from './step-kinds.ts';

/**
 * One step with its settings. What is typed stands in the form; it goes into the mapping as soon as it is
 * valid, so that a draft never holds a step that cannot be saved.
 */
export function StepCard({
  step,
  position,
  of,
  fields,
  readOnly,
  onChange,
  onEnd,
  onMove,
  onRemove,
}: {
  step: Transform;
  /** From 1. */
  position: number;
  of: number;
  /** What expressions and templates can name. */
  fields: readonly Field[];
  readOnly: boolean;
  onChange: (step: Transform) => void;
  onEnd: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const { label, controls } = stepKinds[step.kind];
  const [form, setForm] = useState<{ of: Transform; settings: StepSettings }>({ of: step, settings: step });
  // Undo, or somebody else, changed the step: the form follows.
  const settings = same(form.of, step) ? form.settings : step;
  const replace = (next: StepSettings) => {
    const parsed = Transform.safeParse(next);
    setForm({ of: parsed.success ? parsed.data : step, settings: next });
    if (parsed.success && !same(parsed.data, step)) onChange(parsed.data);
  };
  const invalid = Transform.safeParse(settings);
  const errorOf = (key: string) =>
    invalid.success ? null : (invalid.error.issues.find(({ path }) => path[0] === key)?.message ?? null);
  const name = `step ${position}, ${label.toLowerCase()}`;
  return (
    <li aria-label={`Step ${position}: ${label}`} className="rounded-md border border-line">
      <div className="flex h-8 items-center gap-1 border-b border-line pr-1 pl-2.5">
        <span className="text-xs tabular-nums text-ink-3">{position}</span>
        <span className="min-w-0 flex-1 truncate pl-1 font-medium text-ink">{label}</span>
        {readOnly ? null : (
          <>
            <IconButton
              size="sm"
              label={`Move ${name} up`}
              disabled={position === 1}
              onClick={() => onMove(-1)}
            >
              <ArrowUp aria-hidden />
            </IconButton>
            <IconButton
              size="sm"
              label={`Move ${name} down`}
              disabled={position === of}
              onClick={() => onMove(1)}
            >
              <ArrowDown aria-hidden />
            </IconButton>
            <IconButton size="sm" label={`Remove ${name}`} onClick={onRemove}>
              <X aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      <div className="flex flex-col gap-2 p-2.5 empty:hidden">
        {controls.map((control) => (
          <StepControl
            key={control.key}
            control={control}
            settings={settings}
            error={errorOf(control.key)}
            fields={fields}
            readOnly={readOnly}
            onSet={(key, value) => replace({ ...settings, [key]: value })}
            onReplace={replace}
            onBlur={onEnd}
          />
        ))}
      </div>
    </li>
  );
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
