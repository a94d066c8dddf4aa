'use client';

import Link from 'next/link';
import { errorMeanings } from '#core/errors/codes.ts';
import { classNames } from '#lib/class-names.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { NextAttempt } from './next-attempt.tsx';
import type { HeldItem } from './use-decision.ts';

function Attempts({ item }: { item: HeldItem }) {
  const tried =
    item.attempts === 0 ? '' : item.attempts === 1 ? '1 attempt, ' : `${item.attempts} attempts, `;
  if (item.retryAsked) return <>{tried}asked to try again</>;
  if (!item.nextAttemptAt) return <>{tried}waits for you</>;
  return (
    <>
      {tried}
      <NextAttempt at={item.nextAttemptAt} />
    </>
  );
}

/** One parked record: its code, the system's own words, and the remedy. */
export function ParkedItem({
  item,
  selected,
  onSelect,
}: {
  item: HeldItem;
  selected: boolean;
  /** Absent for those who may not retry. */
  onSelect?: (on: boolean) => void;
}) {
  const { path } = useWorkspace();
  return (
    <li
      className={classNames(
        'flex items-start gap-3 border-b border-line px-4 py-2.5',
        selected ? 'bg-accent-bg' : '',
      )}
    >
      {onSelect ? (
        <span className="flex h-5 items-center">
          <Checkbox
            label={`Select record ${keyText(item.recordKey)}`}
            checked={selected}
            onChange={onSelect}
          />
        </span>
      ) : null}
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <StatusDot tone="warn">
            <code>{item.code}</code>
          </StatusDot>
          <span className="font-medium">{errorMeanings[item.code]}</span>
        </p>
        <p
          className="mt-0.5 line-clamp-2 font-mono text-sm/5 whitespace-pre-line text-ink-2"
          title={item.detail}
        >
          {item.detail}
        </p>
        <p className="mt-0.5 text-ink-2">{item.remedy}</p>
      </div>
      <div className="w-72 shrink-0 text-right">
        <Link
          href={path(recordPath(item.laneId, item.recordKey))}
          className="block truncate font-mono text-sm/5 text-accent hover:underline"
        >
          {keyText(item.recordKey)}
        </Link>
        <p className="truncate text-sm/5 text-ink-3">
          {item.flowName}, since <RelativeTime at={item.since} />
        </p>
        <p className="truncate text-sm/5 text-ink-3">
          <Attempts item={item} />
        </p>
      </div>
    </li>
  );
}
