'use client';

import { type ReactNode, useId } from 'react';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { describeConflict } from '#core/flow/merge/describe-conflict.ts';
import type { MergeChoice, MergeConflict } from '#core/flow/merge/merge-value.ts';
import { classNames } from '#lib/class-names.ts';
import { nodeTitle } from '#nodes/registry.ts';
import { Textarea } from '#ui/textarea.tsx';
import { plainWords } from '../graph/plain-words.ts';
import { LineDiff } from './line-diff.tsx';

type Drafts = { base: FlowGraph; mine: FlowGraph; theirs: FlowGraph };

/** One thing that both changed: what it was, and what each made of it, of which one is chosen. */
export function ConflictChoice({
  conflict,
  drafts,
  by,
  choice,
  onChoose,
}: {
  conflict: MergeConflict;
  drafts: Drafts;
  /** Who made theirs. */
  by: string;
  choice: MergeChoice | undefined;
  onChoose: (choice: MergeChoice) => void;
}) {
  const words = describeConflict(conflict, drafts);
  const name = useId();
  const titled = Object.values(drafts).find(({ nodes }) => nodes.some(({ id }) => id === words.node));
  const node = titled?.nodes.find(({ id }) => id === words.node);
  const plain = (text: string) => plainWords(plainWords(text, drafts.mine), drafts.theirs);
  const title = [node ? nodeTitle(node) : '', plain(words.part)].filter(Boolean).join(' › ');
  const { marked } = conflict;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const shown = (side: 'mine' | 'theirs') =>
    marked === undefined ? (
      <Value>{plain(words[side])}</Value>
    ) : (
      <LineDiff before={text(conflict.base)} after={text(conflict[side])} label={`What changed, ${side}`} />
    );
  const own = typeof choice === 'object' ? choice.text : undefined;
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold text-ink">{title}</legend>
      {marked === undefined ? (
        <p className="mb-2 flex gap-2 text-ink-2">
          Before: <span className="whitespace-pre-line text-ink">{plain(words.base)}</span>
        </p>
      ) : null}
      <div className="grid grid-cols-2 gap-3">
        <Option name={name} checked={choice === 'mine'} onChoose={() => onChoose('mine')} label="Mine">
          {shown('mine')}
        </Option>
        <Option
          name={name}
          checked={choice === 'theirs'}
          onChoose={() => onChoose('theirs')}
          label={`Theirs (${by})`}
        >
          {shown('theirs')}
        </Option>
        {marked === undefined ? null : (
          <Option
            name={name}
            checked={own !== undefined}
            onChoose={() => onChoose({ text: own ?? marked })}
            label="Both, merged by hand"
            className="col-span-2"
          >
            <Textarea
              mono
              aria-label={`Merged text of ${title}`}
              rows={Math.min(16, (own ?? marked).split('\n').length + 1)}
              value={own ?? marked}
              onChange={(event) => onChoose({ text: event.target.value })}
            />
            <p className="mt-1 text-sm text-ink-2">
              Lines that both changed stand between markers; take the markers out once it reads as you want
              it.
            </p>
          </Option>
        )}
      </div>
    </fieldset>
  );
}

function Option({
  name,
  checked,
  onChoose,
  label,
  className,
  children,
}: {
  name: string;
  checked: boolean;
  onChoose: () => void;
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={classNames(
        'rounded-lg border p-2.5',
        checked ? 'border-accent bg-accent-bg' : 'border-line',
        className,
      )}
    >
      <label className="mb-1.5 flex items-center gap-2 font-medium text-ink">
        <input type="radio" name={name} checked={checked} onChange={onChoose} className="accent-accent" />
        {label}
      </label>
      {children}
    </div>
  );
}

function Value({ children }: { children: string }) {
  return <p className="max-h-48 overflow-y-auto whitespace-pre-line text-ink">{children}</p>;
}
