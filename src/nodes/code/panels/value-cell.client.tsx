'use client';

/** A value as code sees it: null and the empty text are told apart from texts that spell them. */
export function ValueCell({ value }: { value: string | null | undefined }) {
  if (value === undefined) return <span className="text-ink-3">left out</span>;
  if (value === null) return <span className="text-ink-3 italic">null</span>;
  if (value === '') return <span className="text-ink-3">empty text</span>;
  // Blanks at the ends would not be seen.
  const shown = value === value.trim() ? value : JSON.stringify(value);
  return (
    <span className="font-mono text-sm break-words whitespace-pre-wrap text-ink">
      {shown.length > MOST ? `${shown.slice(0, MOST)}…` : shown}
    </span>
  );
}

const MOST = 400;
