'use client';

import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Input } from '#ui/input.tsx';

/** A search of a list, told a moment after the last key; empty: null. */
export function SearchBox({
  value,
  onChange,
  label,
  placeholder,
}: {
  value: string | null;
  onChange: (text: string | null) => void;
  /** Accessible name. */
  label: string;
  placeholder: string;
}) {
  const [text, setText] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  // What was told and has not come back yet.
  const [told, setTold] = useState<string | null | undefined>();
  if (known !== value) {
    setKnown(value);
    setTold(undefined);
    // The address changed by other means than typing: going back, clearing all. What was told says less than what
    // is being typed: the blank before the next word, say.
    if (value !== told) setText(value ?? '');
  }
  useEffect(() => {
    const next = text.trim() || null;
    if (next === value) return;
    const timer = setTimeout(() => {
      setTold(next);
      onChange(next);
    }, 300);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className="w-60 shrink-0">
      <Input
        type="search"
        icon={<Search />}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
