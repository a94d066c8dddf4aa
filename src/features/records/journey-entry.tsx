'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { errorMeanings } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { Badge } from '#ui/badge.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ChangeDiff } from './change-diff.tsx';
import { DebugLink } from './debug-link.tsx';
import type { LaneEnds } from './lane-ends.ts';
import { LedgerStatusDot } from './ledger-status-dot.tsx';
import { changeWords } from './record-table.tsx';
import { keyText } from './record-title.ts';
import type { JourneyLine } from './timeline-items.ts';
import { transactionPath } from './transaction-path.ts';

const causes: Record<ShownEntry['cause'], string | null> = {
  live: null,
  snapshot: 'first sync',
  replay: 'replay',
  revert: 'revert',
  're-decide': 'decided again',
  repair: 'repair',
};

/** What has not come to its end is not called settled. */
const waits: ReadonlySet<ShownEntry['status']> = new Set(['held', 'parked', 'failed']);

const winners = {
  left: 'left side stands',
  right: 'right side stands',
  merged: 'both are merged',
  held: 'waits for a person',
};

function delay(row: JourneyLine): string {
  const milliseconds = (row.appliedAt - row.happenedAt) / 1000;
  if (milliseconds < 0) return '';
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms later`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s later`;
  return `${Math.round(milliseconds / 60_000)} min later`;
}

function Remedy({ row }: { row: ShownEntry }) {
  const { path } = useWorkspace();
  if (!row.code) return row.detail ? <p className="mt-1 text-ink-2">{row.detail}</p> : null;
  const attention = row.status === 'failed' || row.status === 'parked' || row.status === 'held';
  return (
    <p className="mt-1 text-ink-2">
      <code className="mr-2 text-ink-3">{row.code}</code>
      {row.detail || errorMeanings[row.code]}
      {attention ? <span className="text-ink-3"> {errorPolicy[row.code].remedy}</span> : null}
      {row.issueId ? (
        <Link href={path(`/issues/${row.issueId}`)} className="ml-2 text-accent underline">
          Its issue
        </Link>
      ) : null}
    </p>
  );
}

/**
 * The other side before our write. Where it is not known, an update is taken to have changed there
 * what is paired with the fields that changed here.
 */
function beforeWrite(row: ShownEntry, ends: LaneEnds | null): ShownRow | null {
  if (row.targetBefore || !row.targetAfter || !ends || row.op !== 'update') return row.targetBefore;
  const other = row.side === 'left' ? 'right' : 'left';
  const touched = new Set(
    ends.mapping.fields.filter((pair) => row.changed.includes(pair[row.side])).map((pair) => pair[other]),
  );
  return Object.fromEntries(Object.entries(row.targetAfter).filter(([field]) => !touched.has(field)));
}

/** One line of a record's journey: what changed on one side, and what it did to the other. */
export function JourneyEntry({
  row,
  ends,
  recordKey,
}: {
  row: JourneyLine;
  ends: LaneEnds | null;
  /** That of the record that is looked at; a line may be under one that it had. */
  recordKey: string;
}) {
  const { path } = useWorkspace();
  const other = row.side === 'left' ? 'right' : 'left';
  const source = ends?.[row.side];
  const target = ends?.[other];
  const cause = causes[row.cause];
  const wrote = row.status === 'applied' || row.status === 'resolved';
  const stands = row.targetAfter ?? row.targetBefore;
  return (
    <li className="relative border-l border-line pb-6 pl-5 last:pb-0">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[4.5px] size-2 rounded-full border border-line-strong bg-surface"
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <LedgerStatusDot status={row.status} />
        <span className="font-medium">{changeWords(row)}</span>
        <span className="inline-flex items-center gap-1 text-ink-2">
          {source?.connection ?? row.side}
          <ArrowRight aria-label="to" className="size-3 text-ink-3" />
          {target?.connection ?? other}
        </span>
        {cause ? <Badge>{cause}</Badge> : null}
        {row.recordKey === recordKey ? null : <Badge>key {keyText(row.recordKey)}</Badge>}
        <span className="ml-auto text-sm text-ink-3">
          <ClockTime at={row.happenedAt / 1000} />, {waits.has(row.status) ? row.status : 'settled'}{' '}
          {delay(row)} by version {row.version}
          {row.cause === 'live' ? (
            <>
              {' · '}
              <Link href={path(transactionPath(row))} className="text-accent underline">
                its transaction
              </Link>
            </>
          ) : null}
        </span>
      </div>
      <Remedy row={row} />
      <div className="mt-1.5 empty:hidden">
        <DebugLink row={row} />
      </div>
      <div className="mt-2 flex flex-col gap-2 lg:flex-row">
        <ChangeDiff
          title={`Change on ${source?.connection ?? `the ${row.side} side`}`}
          before={row.before}
          after={row.after}
          unknown="The log held no values."
          order={ends?.mapping.fields.map((pair) => pair[row.side])}
        />
        <ChangeDiff
          title={`${wrote ? 'Written to' : 'Stands on'} ${target?.connection ?? `the ${other} side`}`}
          before={wrote ? beforeWrite(row, ends) : stands}
          after={wrote ? row.targetAfter : stands}
          order={ends?.mapping.fields.map((pair) => pair[other])}
          unknown={wrote ? 'What stood there before is not known.' : 'Nothing was written.'}
        />
      </div>
      {row.conflict ? (
        <ul aria-label="Decisions" className="mt-2 flex flex-col gap-0.5 text-sm text-ink-2">
          {row.conflict.fields.map((field) => (
            <li key={field.left}>
              <span className="font-medium text-ink">{field.left}</span>
              {': '}
              <span className="text-conflict">{winners[field.winner]}</span>, by rule {field.rule} of version{' '}
              {row.conflict?.version ?? row.version}. {field.why}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
