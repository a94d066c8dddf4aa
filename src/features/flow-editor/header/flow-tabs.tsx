'use client';

import Link from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';

const tabs = [
  { segment: 'build', label: 'Build' },
  { segment: 'match', label: 'Match' },
  { segment: 'monitor', label: 'Monitor' },
  { segment: 'versions', label: 'Versions' },
];

/** The tabs of one flow. */
export function FlowTabs({ flowId }: { flowId: string }) {
  const { path } = useWorkspace();
  const current = useSelectedLayoutSegment();
  return (
    <nav aria-label="Flow" className="flex shrink-0 items-center gap-0.5">
      {tabs.map(({ segment, label }) => (
        <Link
          key={segment}
          href={path(`/flows/${flowId}/${segment}`)}
          aria-current={current === segment ? 'page' : undefined}
          className={classNames(
            'inline-flex h-7 items-center rounded-md px-2.5 font-medium transition-colors',
            current === segment ? 'bg-surface-2 text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
