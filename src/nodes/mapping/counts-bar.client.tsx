'use client';

import { classNames } from '#lib/class-names.ts';
import { Kbd } from '#ui/kbd.tsx';
import type { MappingCounts } from './mapping-rows.ts';

/** How far the mapping is, always in sight, and the keys that work in the list. */
export function CountsBar({
  counts,
  suggesting,
  readOnly,
}: {
  counts: MappingCounts;
  /** Suggestions are still being made. */
  suggesting: boolean;
  readOnly: boolean;
}) {
  const figures = [
    { n: counts.paired, text: 'paired', tone: '' },
    { n: counts.review, text: counts.review === 1 ? 'needs review' : 'need review', tone: 'text-accent' },
    { n: counts.required, text: 'required missing', tone: 'text-fail' },
    { n: counts.unmapped, text: 'unmapped', tone: '' },
  ];
  return (
    <div className="@container shrink-0 border-t border-line bg-surface">
      <div className="flex h-8 items-center gap-4 overflow-hidden px-4">
        <p role="status" aria-label="How far the mapping is" className="shrink-0 text-sm text-ink-2">
          {figures.map(({ n, text, tone }, index) => (
            <span key={text} className={classNames('tabular-nums', n > 0 ? tone : 'text-ink-3')}>
              {index > 0 ? <span className="text-ink-3"> · </span> : null}
              {n.toLocaleString('en')} {text}
            </span>
          ))}
          {suggesting ? <span className="text-ink-3"> · looking for pairs…</span> : null}
        </p>
        {readOnly ? null : (
          <p
            aria-hidden
            className="ml-auto hidden items-center gap-3 text-xs whitespace-nowrap text-ink-3 @3xl:flex"
          >
            <Hint keys={['/']}>search</Hint>
            <Hint keys={['Space']}>select</Hint>
            <Hint keys={['↵']}>edit</Hint>
            <Hint keys={['A']}>accept</Hint>
            <Hint keys={['R']}>reject</Hint>
          </p>
        )}
      </div>
    </div>
  );
}

function Hint({ keys, children }: { keys: string[]; children: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Kbd keys={keys} />
      {children}
    </span>
  );
}
