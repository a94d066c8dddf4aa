'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import type { ShownConflict, ShownEntry, ShownVerdict } from '#core/masking/shown-entry.ts';
import { classNames } from '#lib/class-names.ts';
import { Badge } from '#ui/badge.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { SidePanel } from '#ui/side-panel.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText, recordTitle } from '../records/record-title.ts';
import { useLaneNames } from '../records/use-lane-names.ts';
import { ValueText } from '../records/value-text.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { deciderWords, fieldWords, uncertaintyWords } from './verdict-words.ts';

type SideName = 'left' | 'right';

function Candidate({
  conflict,
  verdict,
  side,
}: {
  conflict: ShownConflict;
  verdict: ShownVerdict;
  side: SideName;
}) {
  const row = conflict[side];
  const won = verdict.winner === side;
  const time = verdict.times?.[side];
  return (
    <div
      className={classNames(
        'min-w-0 flex-1 rounded-md border px-2 py-1',
        won
          ? side === 'left'
            ? 'border-side-left bg-side-left-bg'
            : 'border-side-right bg-side-right-bg'
          : 'border-line',
      )}
    >
      {verdict.left === '*' ? (
        <span>{row ? 'changed the record' : 'deleted the record'}</span>
      ) : (
        <ValueText value={row?.[verdict[side]]} struck={!won && verdict.winner !== 'merged'} />
      )}
      {time === undefined ? null : (
        <p className="text-sm text-ink-2">
          {time === null ? 'no change seen' : <ClockTime at={time / 1000} />}
        </p>
      )}
    </div>
  );
}

function Verdict({ conflict, verdict }: { conflict: ShownConflict; verdict: ShownVerdict }) {
  const { clock } = conflict;
  const timed = verdict.tie !== undefined && clock;
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <h3 className="flex items-baseline gap-2">
        <span className="font-medium">{fieldWords(verdict.left)}</span>
        {verdict.right === verdict.left ? null : <span className="text-ink-3">{verdict.right}</span>}
        <span className="ml-auto text-sm text-ink-3">
          {deciderWords(verdict)}
          {verdict.tie ? `, ${verdict.tie} at a tie` : ''}
        </span>
      </h3>
      {verdict.left === '*' ? null : (
        <p className="mt-1 text-sm text-ink-3">
          before <ValueText value={conflict.base?.[verdict.left]} className="text-ink-2" />
        </p>
      )}
      <div className="mt-1.5 flex gap-2">
        <Candidate conflict={conflict} verdict={verdict} side="left" />
        <Candidate conflict={conflict} verdict={verdict} side="right" />
      </div>
      {verdict.winner === 'merged' && verdict.stands ? (
        <p className="mt-1.5 text-sm text-ink-3">
          merged into <ValueText value={verdict.stands.left} className="text-ink" />
        </p>
      ) : null}
      <p className="mt-1.5 text-ink-2">{verdict.why}</p>
      {timed ? (
        <p className="text-sm text-ink-3">
          Clocks sure to {uncertaintyWords(clock.left.uncertainty + clock.right.uncertainty)}.
        </p>
      ) : null}
    </li>
  );
}

/** What was decided of one conflict, field by field, and from what. */
export function LogPanel({ row, onClose }: { row: ShownEntry; onClose: () => void }) {
  const { slug, path } = useWorkspace();
  const ends = useLaneNames(slug, [row.flowId])(row.flowId, row.laneId);
  const { conflict } = row;
  if (!conflict) return null;
  const title = recordTitle(conflict.left, conflict.right, conflict.base);
  return (
    <SidePanel label={`Conflict of record ${keyText(row.recordKey)}`} width={400} className="overflow-y-auto">
      <header className="flex items-start gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            {title} <code className="font-normal text-ink-3">{keyText(row.recordKey)}</code>
          </h2>
          <p className="text-sm text-ink-3">
            <ClockTime at={row.commitTime / 1000} />, by version {conflict.version ?? row.version}
          </p>
          <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm">
            {conflict.replaces ? <Badge>decided again</Badge> : null}
            <Link href={path(recordPath(row.laneId, row.recordKey))} className="text-accent hover:underline">
              Its journey
            </Link>
            {row.operationId ? (
              <Link
                href={path(`/activity/operations/${row.operationId}`)}
                className="text-accent hover:underline"
              >
                The operation
              </Link>
            ) : null}
          </p>
        </div>
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <p className="flex gap-2 px-4 pt-3 text-xs">
        <span className="flex-1 text-side-left">
          {ends ? `${ends.left.connection} ${ends.left.stream}` : 'Left side'}
        </span>
        <span className="flex-1 text-side-right">
          {ends ? `${ends.right.connection} ${ends.right.stream}` : 'Right side'}
        </span>
      </p>
      <ul aria-label="Fields in conflict">
        {conflict.fields.map((verdict) => (
          <Verdict key={verdict.left} conflict={conflict} verdict={verdict} />
        ))}
      </ul>
    </SidePanel>
  );
}
