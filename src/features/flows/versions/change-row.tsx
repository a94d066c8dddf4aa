'use client';

import { Columns2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FlowChange } from '#core/flow/flow-change.ts';
import { LineDiff } from '#features/flow-editor/merge/line-diff.tsx';
import { classNames } from '#lib/class-names.ts';
import { Button } from '#ui/button.tsx';
import { CodeDiff } from '#ui/code-editor/code-diff.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { fates } from './fate.ts';

/** One change: what of the step, and what it was and is. */
export function ChangeRow({
  change,
  words,
  focused,
  onFocus,
}: {
  change: FlowChange;
  words: (sentence: string) => string;
  focused: boolean;
  onFocus: () => void;
}) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) row.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  const { sign, word, tone } = fates[change.what];
  const sentence = words(change.sentence);
  return (
    <li
      ref={row}
      aria-current={focused ? 'true' : undefined}
      className={classNames(
        'border-l-2 px-4 py-1',
        focused ? 'border-accent bg-accent-bg' : 'border-transparent',
      )}
    >
      <button type="button" onClick={onFocus} className="flex w-full gap-2 text-left">
        <span
          aria-hidden
          className={classNames(
            'w-3 shrink-0 text-center font-mono font-semibold',
            tone === 'ok' ? 'text-ok' : tone === 'fail' ? 'text-fail' : 'text-accent',
          )}
        >
          {sign}
        </span>
        <span className="sr-only">{word}: </span>
        {change.what !== 'changed' ? (
          <span>{sentence}</span>
        ) : change.lines ? (
          <span className="font-medium">{partOf(change)}</span>
        ) : (
          <FromTo change={change} />
        )}
      </button>
      {change.lines ? <Lines change={change} label={sentence} /> : null}
    </li>
  );
}

/** The part of the step by name, with its value before and after. */
function FromTo({ change }: { change: FlowChange }) {
  const { before, after } = change;
  return (
    <span className="min-w-0 flex-1">
      <span className="block font-medium">{partOf(change)}</span>
      <span className="flex flex-wrap items-baseline gap-x-1.5">
        <del className="text-ink-2">{before}</del>
        <span aria-hidden className="text-ink-3">
          →
        </span>
        <span className="sr-only">is now</span>
        <ins className="text-ink no-underline">{after}</ins>
      </span>
    </span>
  );
}

/** What of its step a change is about, e.g. `email → mail › direction`. */
function partOf({ path }: FlowChange): string {
  const [, ...part] = path.split(' › ');
  return part.join(' › ') || path;
}

function Lines({ change, label }: { change: FlowChange; label: string }) {
  const [open, setOpen] = useState(false);
  const [before, after] = [change.before ?? '', change.after ?? ''];
  return (
    <div className="mt-1.5 mb-1 ml-5 flex flex-col items-start gap-1.5">
      <div className="w-full">
        <LineDiff before={before} after={after} label={label} />
      </div>
      <Button size="sm" icon={<Columns2 aria-hidden />} onClick={() => setOpen(true)}>
        Side by side
      </Button>
      {open ? (
        <Dialog open onOpenChange={setOpen} size="xl" title={label}>
          <div className="h-[60vh]">
            <CodeDiff label={label} before={before} after={after} />
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
