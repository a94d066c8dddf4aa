'use client';

import { ArrowLeftRight, KeyRound } from 'lucide-react';
import { useMemo } from 'react';
import { Card } from '#ui/card.tsx';
import { type ChosenSide, drawGuided } from './draw-guided.ts';

/** Pairs in words, a name that both sides share once, e.g. `email and id = person_id`. */
function pairsText(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([left, right]) => (left === right ? left : `${left} = ${right}`)).join(' and ');
}

/** The pairs that the new flow would begin with. */
export function Preview({ left, right }: { left: ChosenSide; right: ChosenSide }) {
  const mapping = useMemo(() => {
    const graph = drawGuided('preview', left, right);
    return graph.nodes.find((node) => node.kind === 'mapping');
  }, [left, right]);
  if (mapping?.kind !== 'mapping') return null;
  const pairs = mapping.fields.length;
  const meeting = mapping.link?.by ?? mapping.match;
  return (
    <Card
      flush
      title={pairs === 1 ? '1 pair proposed' : `${pairs} pairs proposed`}
      description={
        mapping.link
          ? `Each side makes its own keys${meeting.length > 0 ? `; existing records meet by ${pairsText(meeting)}` : ''}.`
          : meeting.length > 0
            ? `The same record is found by ${pairsText(meeting)}.`
            : 'Which pair finds the same record is for you to say, on the mapping.'
      }
    >
      <ul aria-label="Proposed pairs" className="max-h-64 overflow-y-auto">
        {mapping.fields.map((pair) => (
          <li
            key={`${pair.left} ${pair.right}`}
            className="grid h-8 grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)_16px] items-center gap-3 border-b border-line px-4 font-mono text-sm last:border-b-0"
          >
            <span className="truncate" title={pair.left}>
              {pair.left}
            </span>
            <ArrowLeftRight aria-hidden className="size-3.5 text-ink-3" />
            <span className="truncate" title={pair.right}>
              {pair.right}
            </span>
            {meeting.some(([a, b]) => a === pair.left && b === pair.right) ? (
              <KeyRound aria-label="finds the record" className="size-3.5 text-accent" />
            ) : null}
          </li>
        ))}
      </ul>
      {pairs === 0 ? (
        <p className="px-4 py-3 text-ink-2">No names agree; pair the fields on the mapping.</p>
      ) : null}
    </Card>
  );
}
