'use client';

import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { InspectorSection } from '../inspector-section.client.tsx';
import { castWords } from './cast-words.ts';

/** What happens to values each way, in words. */
export function CastSection({
  left,
  right,
  direction,
}: {
  left: Field | undefined;
  right: Field | undefined;
  direction: Direction;
}) {
  const ways = left && right ? castWords(left, right, direction) : [];
  if (ways.length === 0) return null;
  return (
    <InspectorSection title="Cast">
      <ul className="flex flex-col gap-2">
        {ways.map(({ way, types, kind, risk }) => {
          const Icon = way === 'forward' ? ArrowRight : ArrowLeft;
          return (
            <li key={way} className="flex gap-2">
              <Icon
                aria-label={way === 'forward' ? 'To the right' : 'To the left'}
                className="mt-0.5 size-4 shrink-0 text-ink-3"
              />
              <p className="min-w-0">
                <span className="text-ink">{types}</span>
                <span className={`block text-sm ${kind === 'lossy' ? 'text-warn' : 'text-ink-2'}`}>
                  {risk ?? 'every value arrives as it is'}
                </span>
              </p>
            </li>
          );
        })}
      </ul>
    </InspectorSection>
  );
}
