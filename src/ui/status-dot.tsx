import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

/** What a colour says. `neutral` says nothing. */
export type Tone = 'ok' | 'warn' | 'fail' | 'conflict' | 'accent' | 'code' | 'neutral';

const text: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  fail: 'text-fail',
  conflict: 'text-conflict',
  accent: 'text-accent',
  code: 'text-code',
  neutral: 'text-ink-2',
};

/** A status: a coloured dot and its word, never the colour alone. */
export function StatusDot({
  tone,
  hollow = false,
  pulsing = false,
  quiet = false,
  wraps = false,
  className,
  children,
}: {
  tone: Tone;
  /** A ring for what is not happening, e.g. paused. */
  hollow?: boolean;
  pulsing?: boolean;
  /** Colours the dot alone, so that what needs eyes stands out among many. */
  quiet?: boolean;
  /** For whole sentences. */
  wraps?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        'inline-flex gap-1.5 align-top',
        wraps ? 'items-baseline' : 'items-center whitespace-nowrap',
        quiet ? 'text-ink-2' : text[tone],
        className,
      )}
    >
      <span
        aria-hidden
        className={classNames(
          'size-[7px] shrink-0 rounded-full',
          text[tone],
          hollow ? 'border-[1.5px] border-current' : 'bg-current',
          pulsing ? 'animate-pulse' : '',
        )}
      />
      {children}
    </span>
  );
}
