'use client';

import { StatusDot } from '#ui/status-dot.tsx';
import { Confidence } from './confidence.client.tsx';
import { decisionWords } from './decision-words.ts';
import type { PairRow } from './mapping-rows.ts';

/** What the column of the cast says already. */
const inCastColumn = new Set<string>(['CAST_FAILED', 'CAST_LOSSY']);

/** What is the matter with a pair, the worst first; where all is well, how it came to be. */
export function PairState({ row }: { row: PairRow }) {
  const told = row.problems.filter(({ code }) => !inCastColumn.has(code));
  const worst = told.find(({ severity }) => severity === 'error') ?? told[0];
  const { decision, note } = row.pair;
  if (decision?.reopened) {
    return (
      <span title={decision.reopened.cause} className="block min-w-0 text-xs">
        <StatusDot tone="warn">look again</StatusDot>
        <span className="block truncate pl-[13px] text-ink-2">{decision.reopened.cause}</span>
      </span>
    );
  }
  const lost = row.trips.find(({ changed, refused }) => changed + refused > 0);
  if (lost && worst?.severity !== 'error') {
    const words = lost.changed > 0 ? 'come back as others' : 'do not fit';
    return (
      <span className="block min-w-0 text-xs">
        <StatusDot tone="warn" className="max-w-full">
          <span className="truncate">
            {lost.changed || lost.refused} of {lost.checked} values {words}
          </span>
        </StatusDot>
        <span className="block truncate pl-[13px] text-ink-3">{decisionWords(row.pair)}</span>
      </span>
    );
  }
  if (worst) {
    return (
      <span title={`${worst.message} ${worst.remedy}`} className="block min-w-0 text-xs">
        <StatusDot
          tone={worst.severity === 'error' ? 'fail' : 'warn'}
          quiet={worst.severity === 'warning'}
          className="max-w-full"
        >
          <span className="truncate">{worst.message}</span>
        </StatusDot>
        <span className="block truncate pl-[13px] text-ink-3">
          {told.length > 1 ? `and ${told.length - 1} more` : decisionWords(row.pair)}
        </span>
      </span>
    );
  }
  if (note) return <Quiet first={decisionWords(row.pair) ?? 'note'} second={note} />;
  if (decision?.kind === 'automatic' && decision.confidence !== undefined) {
    return (
      <Confidence
        value={decision.confidence}
        reason={decision.reason ?? ''}
        label={decisionWords(row.pair) ?? ''}
      />
    );
  }
  const words = decisionWords(row.pair);
  return words ? <Quiet first={words} second={decision?.reason ?? ''} /> : null;
}

function Quiet({ first, second }: { first: string; second: string }) {
  return (
    <span title={second} className="block min-w-0 text-xs">
      <span className="block truncate text-ink-2">{first}</span>
      <span className="block truncate text-ink-3">{second}</span>
    </span>
  );
}
