import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import type { Tone } from './status-dot.tsx';

const tones: Record<Tone, string> = {
  ok: 'bg-ok-bg text-ok',
  warn: 'bg-warn-bg text-warn',
  fail: 'bg-fail-bg text-fail',
  conflict: 'bg-conflict-bg text-conflict',
  accent: 'bg-accent-bg text-accent',
  code: 'bg-code-bg text-code',
  neutral: 'bg-surface-2 text-ink-2',
};

/** A small rounded label or count. */
export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-[18px] shrink-0 items-center rounded-full px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
