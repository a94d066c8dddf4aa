'use client';

import Link from 'next/link';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { LaneEnds } from './lane-ends.ts';
import { whyPath } from './record-path.ts';

/** Asks, of both fields of a pair, why their values stand there. */
export function WhyLinks({
  record,
  pair,
  ends,
}: {
  record: { laneId: string; recordKey: string };
  pair: { left: string; right: string };
  ends: LaneEnds | null;
}) {
  const { path } = useWorkspace();
  return (
    <span className="block text-sm font-normal text-ink-3">
      Why?{' '}
      {(['left', 'right'] as const).map((side) => (
        <Link
          key={side}
          href={path(whyPath(record.laneId, record.recordKey, side, pair[side]))}
          aria-label={`Why is this value in ${pair[side]} of ${ends?.[side].connection ?? `the ${side} side`}?`}
          className="mr-1.5 hover:text-accent hover:underline"
        >
          {ends?.[side].connection ?? side}
        </Link>
      ))}
    </span>
  );
}
