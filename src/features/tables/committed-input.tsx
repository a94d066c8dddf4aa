'use client';

import { useEffect, useState } from 'react';
import { Input } from '#ui/input.tsx';

/** A text that counts once it is left or Enter is pressed: what hangs on it is asked of a server. An empty one is taken back. */
export function CommittedInput({
  label,
  value,
  disabled,
  onCommit,
  ...labelled
}: {
  /** Accessible name where no `Field` stands around it. */
  label?: string;
  id?: string;
  value: string;
  disabled: boolean;
  onCommit: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    const trimmed = text.trim();
    if (trimmed === '') setText(value);
    else if (trimmed !== value) onCommit(trimmed);
  };
  return (
    <Input
      mono
      {...labelled}
      aria-label={label}
      value={text}
      disabled={disabled}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        // Only the text is taken back, not the dialog that it stands in.
        if (event.key === 'Escape' && text !== value) {
          event.stopPropagation();
          setText(value);
        }
      }}
    />
  );
}
