import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

export type TileTone = 'accent' | 'conflict' | 'code' | 'left' | 'right' | 'neutral';

const tones: Record<TileTone, string> = {
  accent: 'bg-accent-bg text-accent',
  conflict: 'bg-conflict-bg text-conflict',
  code: 'bg-code-bg text-code',
  left: 'bg-surface-2 text-side-left',
  right: 'bg-surface-2 text-side-right',
  neutral: 'bg-surface-2 text-ink-2',
};

/** The rounded square that tells kinds of things apart: two letters or an icon. */
export function Tile({
  tone = 'neutral',
  size = 'md',
  children,
}: {
  tone?: TileTone;
  size?: 'sm' | 'md';
  children: ReactNode;
}) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md font-bold',
        size === 'sm' ? 'size-6 text-[10px] [&_svg]:size-3.5' : 'size-[30px] text-xs [&_svg]:size-4',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
