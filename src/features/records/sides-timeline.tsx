'use client';

import { Hand, PencilLine, Scale, SkipForward, Workflow } from 'lucide-react';
import Link from 'next/link';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { classNames } from '#lib/class-names.ts';
import { Badge } from '#ui/badge.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { LaneEnds } from './lane-ends.ts';
import { LedgerStatusDot } from './ledger-status-dot.tsx';
import { changeWords } from './record-table.tsx';
import { type JourneyLine, type TimelineItem, timelineItems } from './timeline-items.ts';
import { ValueText } from './value-text.tsx';

const icons = { changed: PencilLine, wrote: Workflow, decided: Scale, waits: Hand, skipped: SkipForward };

const causes: Record<ShownEntry['cause'], string> = {
  live: 'The flow wrote it',
  snapshot: 'Written at the first sync',
  replay: 'Replayed',
  revert: 'Reverted',
  're-decide': 'Decided again',
  repair: 'Repaired',
};

/** Fields that differ between two rows, with both values. */
function Changes({ before, after }: { before: ShownRow | null; after: ShownRow | null }) {
  const names = Object.keys(after ?? before ?? {});
  const differ = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const shown = differ.slice(0, 6);
  return (
    <dl className="mt-1 grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)] gap-x-3 text-sm">
      {shown.map((name) => (
        <div key={name} className="contents">
          <dt className="truncate text-ink-3">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            {before && name in before ? (
              <ValueText value={before[name]} struck className="text-ink-3" />
            ) : null}
            {after ? <ValueText value={after[name]} /> : null}
          </dd>
        </div>
      ))}
      {differ.length > shown.length ? (
        <dd className="col-span-2 text-ink-3">and {differ.length - shown.length} more fields</dd>
      ) : null}
    </dl>
  );
}

function Said({ item }: { item: TimelineItem }) {
  const { path } = useWorkspace();
  const { row, kind } = item;
  const words = {
    changed: changeWords(row),
    wrote: causes[row.cause],
    decided: 'Conflict decided',
    waits: row.status === 'held' ? 'Waits' : 'Set aside',
    skipped: 'Not carried',
  }[kind];
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">{words}</span>
        {kind === 'waits' || kind === 'decided' ? <LedgerStatusDot status={row.status} /> : null}
        {row.operationId ? (
          <Link href={path(`/activity/operations/${row.operationId}`)}>
            <Badge tone="accent">operation</Badge>
          </Link>
        ) : null}
        <ClockTime at={item.at / 1000} className="ml-auto text-sm text-ink-2" />
      </p>
      {kind === 'changed' ? <Changes before={row.before} after={row.after} /> : null}
      {kind === 'wrote' ? <Changes before={row.targetBefore} after={row.targetAfter} /> : null}
      {kind === 'decided' ? (
        <ul className="mt-1 text-sm text-ink-2">
          {(row.conflict?.fields ?? []).map((field) => (
            <li key={field.left}>
              <span className="font-medium text-ink">{field.left}</span>: {field.why}
            </li>
          ))}
        </ul>
      ) : null}
      {kind === 'waits' || kind === 'skipped' ? (
        <p className="mt-1 text-sm text-ink-2">
          {row.code ? <code className="mr-2">{row.code}</code> : null}
          {row.detail}
        </p>
      ) : null}
    </>
  );
}

const columns = {
  left: 'col-start-1',
  right: 'col-start-2',
  both: 'col-span-2 col-start-1',
};

/** Both sides' histories beside each other, time running down: changes, the flow's writes, what was decided. */
export function SidesTimeline({
  entries,
  ends,
  until,
}: {
  entries: readonly JourneyLine[];
  ends: LaneEnds | null;
  /** What came after this moment (microseconds) is shown faint. */
  until: number | null;
}) {
  const items = timelineItems(entries);
  return (
    <div className="px-4 pb-4">
      <div className="grid grid-cols-2 gap-4 border-b border-line py-2 text-sm font-medium">
        <span className="text-side-left">{ends?.left.connection ?? 'Left'}</span>
        <span className="text-side-right">{ends?.right.connection ?? 'Right'}</span>
      </div>
      <ol aria-label="Both sides, oldest first" className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2">
        {items.map((item) => {
          const Icon = icons[item.kind];
          const later = until !== null && item.at > until;
          return (
            <li
              key={item.id}
              className={classNames(
                'flex gap-2 rounded-md border px-3 py-2',
                columns[item.place],
                item.kind === 'decided'
                  ? 'border-conflict/30 bg-conflict-bg'
                  : item.kind === 'waits'
                    ? 'border-warn/30 bg-warn-bg'
                    : 'border-line bg-surface',
                later ? 'border-dashed' : '',
              )}
            >
              <Icon
                aria-hidden
                className={classNames(
                  'mt-0.5 size-4 shrink-0',
                  item.kind === 'changed'
                    ? item.place === 'left'
                      ? 'text-side-left'
                      : 'text-side-right'
                    : 'text-ink-2',
                )}
              />
              <div className="min-w-0 flex-1">
                <Said item={item} />
                {later ? <p className="mt-1 text-sm text-ink-2 italic">later than the moment shown</p> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
