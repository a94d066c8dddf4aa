'use client';

import { useState } from 'react';
import { Input } from '#ui/input.tsx';

/** Asks for a name or number to filter by; Enter takes it, nothing clears it. */
export function FilterInput({
  label,
  placeholder,
  value,
  onChange,
}: {
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (text: string | null) => void;
}) {
  const [text, setText] = useState(value ?? '');
  return (
    <form
      className="w-56 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim() || null);
      }}
    >
      <Input
        autoFocus
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
