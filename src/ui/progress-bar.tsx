'use client';

import { Progress } from 'radix-ui';
import { classNames } from '#lib/class-names.ts';

/** How far something has come. `value` between 0 and 1; null when the end is not known. */
export function ProgressBar({
  value,
  label,
  tone = 'accent',
}: {
  value: number | null;
  label: string;
  tone?: 'accent' | 'ok' | 'warn' | 'fail' | 'neutral';
}) {
  const tones = {
    accent: 'bg-accent',
    ok: 'bg-ok',
    warn: 'bg-warn',
    fail: 'bg-fail',
    neutral: 'bg-line-strong',
  };
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <Progress.Root
      value={share === null ? null : Math.round(share * 100)}
      aria-label={label}
      className="h-1 w-full overflow-hidden rounded-full bg-line"
    >
      <Progress.Indicator
        className={classNames(
          'h-full rounded-full transition-[width] duration-300',
          tones[tone],
          share === null ? 'w-1/3 animate-pulse' : '',
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </Progress.Root>
  );
}
