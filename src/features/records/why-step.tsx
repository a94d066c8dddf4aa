'use client';

import { ArrowRight, CircleDot, GitMerge, Pencil, TriangleAlert, Undo2, Unlink } from 'lucide-react';
import Link from 'next/link';
import type { ShownTraceStep } from '#core/lineage/shown-trace.ts';
import { ClockTime } from '#ui/clock-time.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { transactionPath } from './transaction-path.ts';
import { ValueText } from './value-text.tsx';

const icons: Record<ShownTraceStep['kind'], typeof Pencil> = {
  outside: TriangleAlert,
  carried: ArrowRight,
  restored: Undo2,
  kept: GitMerge,
  written: Pencil,
  found: CircleDot,
  merged: GitMerge,
  beyond: Unlink,
};

function Operation({ operation }: { operation: NonNullable<ShownTraceStep['operation']> }) {
  const { path } = useWorkspace();
  return (
    <p className="mt-1 text-sm text-ink-2">
      By {operation.by}, in the operation{' '}
      <Link href={path(`/activity/operations/${operation.id}`)} className="text-accent underline">
        {operation.kind}
      </Link>
    </p>
  );
}

/** The value as it was at each stage of a carry: taken from, each step, written. */
function Stages({ step }: { step: ShownTraceStep }) {
  const { from, conversion, place } = step;
  if (!from) return null;
  const side = (of: 'left' | 'right') => (of === 'left' ? 'text-side-left' : 'text-side-right');
  return (
    <ol
      className="mt-2 overflow-hidden rounded-md border border-line text-sm"
      aria-label="What was done to the value"
    >
      <li className="flex items-baseline gap-3 px-3 py-1">
        <span className={`w-44 shrink-0 truncate ${side(from.side)}`}>{from.field}</span>
        <ValueText value={from.value} />
      </li>
      {(conversion ?? []).map(({ does, gives }) => (
        <li key={does} className="flex items-baseline gap-3 border-t border-line px-3 py-1">
          <span className="w-44 shrink-0 text-code">{does}</span>
          <ValueText value={gives} />
        </li>
      ))}
      <li className="flex items-baseline gap-3 border-t border-line px-3 py-1">
        <span className={`w-44 shrink-0 truncate ${side(place.side)}`}>{place.field}</span>
        <span className="flex flex-wrap items-baseline gap-x-2">
          {step.before === undefined ? null : <ValueText value={step.before} struck className="text-ink-3" />}
          <ValueText value={place.value} />
        </span>
      </li>
    </ol>
  );
}

/** One step back on the way of a value. */
export function WhyStep({
  step,
  flowId,
  names,
}: {
  step: ShownTraceStep;
  flowId: string;
  names: { left: string; right: string };
}) {
  const { path } = useWorkspace();
  const Icon = icons[step.kind];
  const tone = step.kind === 'outside' ? 'text-warn' : step.decided ? 'text-conflict' : 'text-ink-2';
  const alone = step.from === null && step.place.value !== undefined;
  return (
    <li className="relative border-l border-line pb-5 pl-6 last:border-transparent last:pb-0">
      <span
        aria-hidden
        className={`absolute top-0 -left-[10px] flex size-5 items-center justify-center rounded-full border border-line bg-surface ${tone}`}
      >
        <Icon className="size-3" />
      </span>
      <p className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1">{step.sentence}</span>
        {step.at === null ? null : <ClockTime at={step.at / 1000} className="shrink-0 text-sm text-ink-3" />}
      </p>
      {alone ? (
        <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
          {step.before === undefined ? null : <ValueText value={step.before} struck className="text-ink-3" />}
          <ValueText value={step.place.value} />
        </p>
      ) : null}
      <Stages step={step} />
      {step.decided?.loser ? (
        <p className="mt-1 text-sm text-ink-2">
          It beat <ValueText value={step.decided.loser.value} struck className="text-ink-3" /> of{' '}
          {step.decided.loser.field} on {names[step.decided.loser.side]}
        </p>
      ) : null}
      {step.operation ? <Operation operation={step.operation} /> : null}
      {step.line ? (
        <p className="mt-1 text-sm text-ink-3">
          {step.line.made
            ? `Version ${step.line.version}, made by ${step.line.made.by}`
            : `Version ${step.line.version}`}
          {step.kind === 'written' ? (
            <>
              {' · '}
              <Link href={path(transactionPath({ flowId, ...step.line }))} className="text-accent underline">
                its transaction
              </Link>{' '}
              <code className="break-all">{step.line.position}</code>
            </>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}
