'use client';

/** How sure the matcher is, in per cent, and why. */
export function Confidence({ value, reason, label }: { value: number; reason: string; label?: string }) {
  const percent = Math.floor(value * 100);
  return (
    <span title={reason} className="block min-w-0 text-xs">
      <span className="flex items-center gap-2 text-ink">
        <span aria-hidden className="h-1 w-10 overflow-hidden rounded-full bg-line">
          <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
        </span>
        <span className="tabular-nums">{percent} %</span>
        {label ? <span className="truncate text-ink-2">{label}</span> : null}
      </span>
      <span className="block truncate text-ink-2">{reason}</span>
    </span>
  );
}
