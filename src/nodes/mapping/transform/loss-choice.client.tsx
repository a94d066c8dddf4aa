'use client';

import { useState } from 'react';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { LossForm } from './loss-form.client.tsx';

type Props = {
  pair: FieldPair;
  readOnly: boolean;
  onEdit: (recipe: (pair: FieldPair) => void) => void;
  onDirection: (direction: Direction) => void;
};

/** What is to become of a pair whose values do not all come back as they were. */
export function LossChoice({ pair, readOnly, onEdit, onDirection }: Props) {
  const [explaining, setExplaining] = useState(false);
  if (readOnly) return null;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-ink-2">
        Let it go one way, give it steps that lead back, or write down why the loss does not matter.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onDirection('forward')}>
          Only to the right
        </Button>
        <Button size="sm" onClick={() => onDirection('backward')}>
          Only to the left
        </Button>
        <Button size="sm" aria-expanded={explaining} onClick={() => setExplaining(!explaining)}>
          Both ways all the same…
        </Button>
      </div>
      {explaining ? (
        <LossForm
          label={`Why ${pair.left} and ${pair.right} go both ways`}
          onGiven={(lossy) =>
            onEdit((draft) => {
              draft.lossy = lossy;
            })
          }
        />
      ) : null}
    </div>
  );
}

/** That a loss was taken on purpose, by whom and why. */
export function LossReason({ pair, readOnly, onEdit }: Omit<Props, 'onDirection'>) {
  if (!pair.lossy) return null;
  const { reason, by, at } = pair.lossy;
  return (
    <div className="flex items-start gap-3 rounded-md border border-line bg-warn-bg px-2.5 py-2">
      <p className="min-w-0 flex-1 text-ink">
        Not every value comes back, on purpose: {reason}
        <span className="block text-sm text-ink-2">
          {by}
          {by && at ? ', ' : ''}
          {at ? <RelativeTime at={at} /> : null}
        </span>
      </p>
      {readOnly ? null : (
        <Button
          size="sm"
          onClick={() =>
            onEdit((draft) => {
              delete draft.lossy;
            })
          }
        >
          Withdraw
        </Button>
      )}
    </div>
  );
}
