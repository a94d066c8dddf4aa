'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { classNames } from '#lib/class-names.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Line = ApiOutput['library']['diff']['lines'][number];

const looks = {
  same: { mark: ' ', row: '', said: '' },
  added: { mark: '+', row: 'bg-ok-bg', said: 'added: ' },
  removed: { mark: '−', row: 'bg-fail-bg', said: 'removed: ' },
};

/** How one version of a module became another. */
export function ModuleDiff({
  name,
  versions,
  from,
  to,
  onChange,
  onClose,
}: {
  name: string;
  /** Numbers of all that there are. */
  versions: readonly number[];
  from: number;
  to: number;
  onChange: (chosen: { from: number } | { to: number }) => void;
  onClose: () => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const diff = useQuery(trpc.library.diff.queryOptions({ workspace, name, from, to }));
  const error = errorParts(diff.error);
  const options = versions.map((number) => ({ value: String(number), label: `Version ${number}` }));
  const changes = diff.data?.lines.filter(({ kind }) => kind !== 'same').length ?? 0;
  return (
    <section aria-label="Changes between versions" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-4">
        <div className="w-32">
          <Select
            label="From version"
            value={String(from)}
            options={options}
            onChange={(value) => onChange({ from: Number(value) })}
          />
        </div>
        <span className="text-ink-3">to</span>
        <div className="w-32">
          <Select
            label="To version"
            value={String(to)}
            options={options}
            onChange={(value) => onChange({ to: Number(value) })}
          />
        </div>
        <span className="text-sm text-ink-3">
          {diff.data ? (changes === 0 ? 'The same text' : `${changes} lines differ`) : ''}
        </span>
        <IconButton label="Back to the source" className="ml-auto" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void diff.refetch()} /> : null}
      {diff.isPending ? <SkeletonRows label="Comparing" /> : null}
      {diff.data ? <Lines lines={diff.data.lines} /> : null}
    </section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2">
      <table aria-label="Lines" className="w-full border-collapse font-mono text-sm/5">
        <tbody>
          {lines.map(({ kind, text, before, after }) => (
            <tr key={`${before}/${after}`} className={looks[kind].row}>
              <LineNumber value={before} />
              <LineNumber value={after} />
              <td aria-hidden className="w-5 text-center text-ink-2 select-none">
                {looks[kind].mark}
              </td>
              <td className={classNames('pr-4 whitespace-pre', kind === 'same' ? 'text-ink-2' : 'text-ink')}>
                <span className="sr-only">{looks[kind].said}</span>
                {text === '' ? ' ' : text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LineNumber({ value }: { value: number | null }) {
  return <td className="w-10 pr-2 text-right text-ink-2 tabular-nums select-none">{value}</td>;
}
