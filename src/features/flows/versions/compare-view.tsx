'use client';

import { ReactFlowProvider } from '@xyflow/react';
import { ArrowLeft, ArrowLeftRight, ChevronDown, ChevronUp } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type ComparedNode, compareFlows } from '#core/flow/compare-flows.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import { plainWords } from '#features/flow-editor/graph/plain-words.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { ChangeList } from './change-list.tsx';
import { CompareCanvas } from './compare-canvas.tsx';
import { compareUrl } from './compare-url.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { useFlowAt } from './use-flow-at.ts';
import type { Version } from './version-row.tsx';

/** What changed from one state of the flow to another: drawn, and listed field by field. */
export function CompareView({
  from,
  to,
  versions,
}: {
  from: string;
  to: string;
  versions: readonly Version[];
}) {
  const [, setUrl] = useQueryStates(compareUrl);
  const [before, after] = [useFlowAt(from, versions), useFlowAt(to, versions)];
  const options = [
    { value: 'draft', label: 'Draft' },
    ...(versions.some(({ live }) => live) ? [{ value: 'live', label: 'What runs now' }] : []),
    ...versions.map(({ number, message }) => ({
      value: String(number),
      label: `Version ${number}`,
      hint: message.slice(0, 40),
    })),
  ];
  const error = before.error ?? after.error;
  const choose = (next: { from?: string; to?: string }) => void setUrl({ ...next, change: null });
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-3">
        <IconButton label="All versions" onClick={() => void setUrl({ from: null, to: null, change: null })}>
          <ArrowLeft aria-hidden />
        </IconButton>
        <h2 className="mr-2 shrink-0 font-semibold">What changed</h2>
        <Select
          label="From"
          className="max-w-52"
          value={from}
          onChange={(value) => choose({ from: value })}
          options={options}
        />
        <IconButton label="The other way round" onClick={() => choose({ from: to, to: from })}>
          <ArrowLeftRight aria-hidden />
        </IconButton>
        <Select
          label="To"
          className="max-w-52"
          value={to}
          onChange={(value) => choose({ to: value })}
          options={options}
        />
      </div>
      {error ? <ErrorNotice className="m-4" error={error} /> : null}
      {!error && before.graph && after.graph ? (
        <ReactFlowProvider key={`${from} ${to}`}>
          <Compared
            before={before.graph}
            after={after.graph}
            restoreFrom={to === 'draft' ? before.number : null}
          />
        </ReactFlowProvider>
      ) : error ? null : (
        <SkeletonRows rows={8} label="Reading both" />
      )}
    </div>
  );
}

function Compared({
  before,
  after,
  restoreFrom,
}: {
  before: FlowGraph;
  after: FlowGraph;
  /** The version whose steps can be put into the draft. */
  restoreFrom: number | null;
}) {
  const { can } = useWorkspace();
  const [{ change: focused }, setUrl] = useQueryStates(compareUrl);
  const [restored, setRestored] = useState<ComparedNode | null>(null);
  const compared = useMemo(() => compareFlows(withPlaces(before), withPlaces(after)), [before, after]);
  const changes = useMemo(
    () => [...compared.flow, ...compared.nodes.flatMap((node) => node.changes), ...compared.edgeChanges],
    [compared],
  );
  const current = changes.find(({ path }) => path === focused);
  const focus = useCallback((path: string | null) => void setUrl({ change: path }), [setUrl]);
  const step = useCallback(
    (by: 1 | -1) => {
      if (changes.length === 0) return;
      const at = changes.findIndex(({ path }) => path === focused);
      const next = at < 0 ? (by > 0 ? 0 : changes.length - 1) : (at + by + changes.length) % changes.length;
      focus(changes[next]?.path ?? null);
    },
    [changes, focused, focus],
  );
  useStepKeys(step);
  const words = (sentence: string) => plainWords(plainWords(sentence, after), before);
  const place = current ? changes.indexOf(current) + 1 : 0;
  return (
    <div className="flex min-h-0 flex-1 max-lg:flex-col">
      <CompareCanvas
        compared={compared}
        focused={current?.node ?? null}
        onFocus={(id) => focus(changes.find(({ node }) => node === id)?.path ?? null)}
      />
      <aside
        aria-label="Changes"
        className="flex min-h-0 w-[440px] shrink-0 flex-col border-l border-line max-lg:h-1/2 max-lg:w-full max-lg:border-t max-lg:border-l-0"
      >
        <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line px-4">
          <span role="status" className="mr-auto text-ink-2 tabular-nums">
            {countWords(changes.length)}
            {place > 0 ? `, ${place} looked at` : ''}
          </span>
          <IconButton label="Previous change" keys={['K']} onClick={() => step(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label="Next change" keys={['J']} onClick={() => step(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ChangeList
            compared={compared}
            focused={focused}
            words={words}
            onFocus={focus}
            onRestore={restoreFrom !== null && can('flow.restore') ? setRestored : null}
          />
        </div>
        {restoreFrom !== null && can('flow.restore') && changes.length > 0 ? (
          <RestoreAll number={restoreFrom} />
        ) : null}
      </aside>
      {restored && restoreFrom !== null ? (
        <RestoreDialog number={restoreFrom} node={restored.id} onClose={() => setRestored(null)} />
      ) : null}
    </div>
  );
}

function RestoreAll({ number }: { number: number }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex justify-end border-t border-line px-4 py-2">
      <Button onClick={() => setOpen(true)}>Restore all of version {number}</Button>
      {open ? <RestoreDialog number={number} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const countWords = (count: number) =>
  count === 0 ? 'Nothing but the drawing differs' : count === 1 ? '1 change' : `${count} changes`;

/** J and K go from change to change, unless somebody types. */
function useStepKeys(step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=dialog]');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j') step(1);
      else if (event.key === 'k') step(-1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [step]);
}
