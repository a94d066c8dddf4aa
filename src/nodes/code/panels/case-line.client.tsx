'use client';

import { ChevronRight, Pencil, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { CaseResult, CodeCase } from '#core/code/code-case.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import { describeResult, fieldsGiven, fieldsMade } from '#core/code/compare-result.ts';
import { describeOutcome } from '#core/code/describe-outcome.ts';
import type { CaseOutcome } from '#core/code/run-cases.ts';
import { classNames } from '#lib/class-names.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { spanText } from './result-words.ts';
import { RowTable } from './row-table.client.tsx';

/** A case with what became of it; opened, what it is given, expects and came to. */
export function CaseLine({
  value,
  outcome,
  shape,
  readOnly,
  goTo,
  onEdit,
  onUpdate,
  onDelete,
}: {
  value: CodeCase;
  /** Null while it was not run as it is now. */
  outcome: CaseOutcome | null;
  shape: CodeShape | null;
  readOnly: boolean;
  goTo: CodePanelProps['goTo'];
  onEdit: () => void;
  onUpdate: (expect: CaseResult) => void;
  onDelete: () => void;
}) {
  const [opened, setOpened] = useState<boolean | null>(null);
  const open = opened ?? outcome?.passed === false;
  const id = useId();
  return (
    <li className="border-b border-line">
      <div className="flex h-9 items-center gap-2 pr-3 pl-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpened(!open)}
          className="flex min-w-0 flex-1 items-center gap-2 text-left"
        >
          <ChevronRight
            aria-hidden
            className={classNames('size-4 shrink-0 text-ink-3 transition-transform', open ? 'rotate-90' : '')}
          />
          <span className="truncate font-medium text-ink">{value.name}</span>
          <span className="shrink-0 font-mono text-sm text-ink-3">{value.entry}</span>
        </button>
        {outcome ? (
          <StatusDot tone={outcome.passed ? 'ok' : 'fail'}>
            {outcome.passed ? `Passes, ${spanText(outcome.micros)}` : 'Fails'}
          </StatusDot>
        ) : (
          <StatusDot tone="neutral" hollow>
            Not run
          </StatusDot>
        )}
        {readOnly ? null : (
          <>
            <IconButton label={`Edit ${value.name}`} onClick={onEdit}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton label={`Delete ${value.name}`} onClick={onDelete}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      <div id={id} hidden={!open} className="flex flex-col gap-3 px-4 pt-1 pb-3">
        {open ? <Opened {...{ value, outcome, shape, goTo }} /> : null}
        {open && outcome && !outcome.passed && !readOnly ? (
          <Button size="sm" className="self-start" onClick={() => onUpdate(outcome.got)}>
            Expect what came out
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Opened({
  value,
  outcome,
  shape,
  goTo,
}: Pick<Parameters<typeof CaseLine>[0], 'value' | 'outcome' | 'shape' | 'goTo'>) {
  const sides = shape ?? { input: [], output: [] };
  const { expect } = value;
  const got = outcome?.got;
  const line = outcome?.line ?? null;
  return (
    <>
      {outcome && !outcome.passed ? (
        <p className="break-words text-fail">
          {describeOutcome(outcome)}{' '}
          {line === null ? null : (
            <Button size="sm" onClick={() => goTo({ module: null, line, column: 1 })}>
              Line {line}
            </Button>
          )}
        </p>
      ) : null}
      <RowTable
        label="What it is given"
        columns={[{ head: 'Given', row: value.input }]}
        fields={fieldsGiven(value.entry, sides)}
      />
      {expect.kind === 'records' && expect.rows.length > 0 ? (
        expect.rows.map((row, index) => {
          const came = got?.kind === 'records' ? got.rows[index] : undefined;
          const columns = [{ head: 'Expected', row }, ...(came ? [{ head: 'Came out', row: came }] : [])];
          return (
            <RowTable
              // A case has no other order than its own.
              // biome-ignore lint/suspicious/noArrayIndexKey: records of a result are told apart by their place
              key={index}
              label={`What it expects, record ${index + 1}`}
              columns={columns}
              fields={fieldsMade(value.entry, sides)}
            />
          );
        })
      ) : (
        <p className="text-ink-2">
          Expected: <span className="text-ink">{describeResult(expect)}</span>
        </p>
      )}
    </>
  );
}
