'use client';

import { useState } from 'react';
import type { CodeNode } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import type { CodePanelProps } from './code-panel.ts';

/** Asks why it does not matter that a lens breaks its laws, which the node then says. */
export function LawlessForm({ onGiven }: { onGiven: (lawless: NonNullable<CodeNode['lawless']>) => void }) {
  const [reason, setReason] = useState('');
  const text = reason.trim();
  return (
    <form
      aria-label="Why the difference does not matter"
      className="flex flex-col gap-2 rounded-lg border border-line px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') onGiven({ reason: text, at: new Date().toISOString() });
      }}
    >
      <p className="text-sm text-ink-2">
        The flow is not deployed with a lens that breaks its laws. Mend the functions, or write down why the
        difference does not matter.
      </p>
      <div className="flex items-end gap-2">
        <Field label="Why the difference does not matter" className="flex-1">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Button type="submit" disabled={text === ''}>
          Write it down
        </Button>
      </div>
    </form>
  );
}

/** That a lens may break its laws, by whom and why; nothing where it may not. */
export function LawlessReason({
  node,
  readOnly,
  onEdit,
}: Pick<CodePanelProps, 'node' | 'readOnly' | 'onEdit'>) {
  if (!node.lawless) return null;
  const { reason, by, at } = node.lawless;
  return (
    <div className="flex items-start gap-3 rounded-md border border-line bg-warn-bg px-2.5 py-2">
      <p className="min-w-0 flex-1 text-ink">
        The functions need not undo each other: {reason}
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
              delete draft.lawless;
            })
          }
        >
          Withdraw
        </Button>
      )}
    </div>
  );
}
