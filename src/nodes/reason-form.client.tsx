'use client';

import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';

/** Asks why something that loses values does not matter; the flow keeps the answer. */
export function ReasonForm({
  label,
  question,
  onGiven,
}: {
  label: string;
  question: string;
  onGiven: (given: { reason: string; at: string }) => void;
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
      <Field label={question} className="flex-1">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Button type="submit" disabled={text === ''}>
        Write it down
      </Button>
    </form>
  );
}
