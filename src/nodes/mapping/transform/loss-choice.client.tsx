'use client';

import { useState } from 'react';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { GivenReason } from '../../given-reason.client.tsx';
import { ReasonForm } from '../../reason-form.client.tsx';

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
        <ReasonForm
          label={`Why ${pair.left} and ${pair.right} go both ways`}
          question="Why the loss does not matter"
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
  const withdraw = () =>
    onEdit((draft) => {
      delete draft.lossy;
    });
  return (
    <GivenReason
      what="Not every value comes back, on purpose"
      given={pair.lossy}
      onWithdraw={readOnly ? null : withdraw}
    />
  );
}
