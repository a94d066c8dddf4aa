'use client';

import { useState } from 'react';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';

/** Asks why it does not matter that not every value of a pair comes back, which the pair then says. */
export function LossForm({
  label,
  onGiven,
}: {
  label: string;
  onGiven: (lossy: FieldPair['lossy']) => void;
}) {
  const [reason, setReason] = useState('');
  const text = reason.trim();
  return (
    <form
      aria-label={label}
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') onGiven({ reason: text, at: new Date().toISOString() });
      }}
    >
      <Field label="Why the loss does not matter" className="flex-1">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Button type="submit" disabled={text === ''}>
        Write it down
      </Button>
    </form>
  );
}
