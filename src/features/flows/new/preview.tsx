'use client';

import { ArrowLeftRight, KeyRound } from 'lucide-react';
import { useMemo } from 'react';
import { Card } from '#ui/card.tsx';
import { type ChosenSide, drawGuided } from './draw-guided.ts';

/** The pairs that the new flow would begin with. */
export function Preview({ left, right }: { left: ChosenSide; right: ChosenSide }) {
  const mapping = useMemo(() => {
    const graph = drawGuided('preview', left, right);
    return graph.nodes.find((node) => node.kind === 'mapping');
  }, [left, right]);
  if (mapping?.kind !== 'mapping') return null;
  const pairs = mapping.fields.length;
  return (
    <Card
      flush
      title={pairs === 1 ? '1 pair proposed' : `${pairs} pairs proposed`}
      description={
        mapping.link
          ? `Each side makes its own keys${mapping.link.by.length > 0 ? `; existing records meet by ${mapping.link.by.map((by) => by.join(' = ')).join(' and ')}` : ''}.`
          : mapping.match.length > 0
            ? `The same record is found by ${mapping.match.map((match) => match.join(' = ')).join(' and ')}.`
            : 'Which pair finds the same record is for you to say, on the mapping.'
      }
    >
      <ul aria-label="Proposed pairs" className="max-h-64 overflow-y-auto">
        {mapping.fields.map((pair) => (
          <li
            key={`${pair.left} ${pair.right}`}
            className="grid h-8 grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)_16px] items-center gap-3 border-b border-line px-4 font-mono text-sm last:border-b-0"
          >
            <span className="truncate">{pair.left}</span>
            <ArrowLeftRight aria-hidden className="size-3.5 text-ink-3" />
            <span className="truncate">{pair.right}</span>
            {mapping.match.some((match) => match[0] === pair.left && match[1] === pair.right) ? (
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
