'use client';

import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { compileExpression } from '#core/expression/compile-expression.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { classNames } from '#lib/class-names.ts';
import { Textarea } from '#ui/textarea.tsx';
import { type Completion, completeExpression } from './complete-expression.ts';

/** Checks an expression against the fields: what it gives, or what is wrong with it and where. */
function check(fields: readonly Field[], text: string): { gives: string } | { problem: ExpressionProblem } {
  try {
    return { gives: describeType(compileExpression(fields, text).type) };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { problem: error };
    throw error;
  }
}

/** An expression, checked as it is typed; fields and functions complete themselves. */
export function ExpressionInput({
  label,
  value,
  fields,
  readOnly,
  onChange,
  onBlur,
}: {
  label: string;
  value: string;
  fields: readonly Field[];
  readOnly: boolean;
  onChange: (text: string) => void;
  onBlur: () => void;
}) {
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const found = useMemo(() => check(fields, value), [fields, value]);
  const { from, completions } = useMemo(
    () => completeExpression(value, caret ?? 0, fields),
    [value, caret, fields],
  );
  const open = caret !== null && !readOnly && completions.length > 0;
  const take = ({ text }: Completion) => {
    const end = from + text.length;
    onChange(value.slice(0, from) + text + value.slice(caret ?? value.length));
    setCaret(null);
    // The field shows the new text after this event.
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = completions[at];
    if (step) setAt((at + step + completions.length) % completions.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <Textarea
        ref={input}
        mono
        rows={2}
        aria-label={label}
        aria-haspopup="listbox"
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        aria-invalid={'problem' in found}
        aria-describedby={`${id}-found`}
        readOnly={readOnly}
        value={value}
        maxLength={2000}
        spellCheck={false}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCaret(null);
          onBlur();
        }}
      />
      {open ? (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Completions"
          className="absolute inset-x-0 z-30 -mt-1 rounded-md border border-line bg-surface p-1 shadow-layer"
        >
          {completions.map((each, index) => (
            <div
              key={each.kind + each.label}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                take(each);
              }}
              className={classNames(
                'flex cursor-default justify-between gap-4 rounded-sm px-2 py-0.5 font-mono text-sm',
                index === at ? 'bg-surface-2' : '',
              )}
            >
              <span className="truncate">{each.label}</span>
              <span className="font-sans text-xs text-ink-3">{each.kind}</span>
            </div>
          ))}
        </div>
      ) : null}
      <div id={`${id}-found`} aria-live="polite" className="min-h-9 pt-1 text-sm">
        {'problem' in found ? (
          <Problem text={value} problem={found.problem} />
        ) : (
          <p className="text-ink-2">Gives {found.gives}.</p>
        )}
      </div>
    </div>
  );
}

function Problem({ text, problem }: { text: string; problem: ExpressionProblem }) {
  const { from, to, message, remedy } = problem;
  const begin = Math.max(0, from - 20);
  return (
    <>
      {from < text.length ? (
        <code className="block truncate text-ink-2">
          {begin > 0 ? '…' : ''}
          {text.slice(begin, from)}
          <mark className="bg-fail-bg text-fail underline decoration-wavy">
            {text.slice(from, to) || ' '}
          </mark>
          {text.slice(to, to + 20)}
        </code>
      ) : null}
      <p className="text-fail">{message}</p>
      <p className="text-ink-2">{remedy}</p>
    </>
  );
}
