'use client';

import { useState } from 'react';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';

type Props = {
  pair: FieldPair;
  readOnly: boolean;
  onEdit: (recipe: (pair: FieldPair) => void) => void;
  onDirection: (direction: Direction) => void;
};

/** What is to become of a pair whose values do not all come back as they were. */
export function LossChoice({ pair, readOnly, onEdit, onDirection }: Props) {
  const [explaining, setExplaining] = useState(false);
  const [reason, setReason] = useState('');
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
        <form
          aria-label={`Why ${pair.left} and ${pair.right} go both ways`}
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const text = reason.trim();
            if (text !== '') onEdit((draft) => setLossy(draft, text));
          }}
        >
          <Field label="Why the loss does not matter" className="flex-1">
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <Button type="submit" disabled={reason.trim() === ''}>
            Write it down
          </Button>
        </form>
      ) : null}
    </div>
  );
}

function setLossy(pair: FieldPair, reason: string): void {
  pair.lossy = { reason, at: new Date().toISOString() };
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
