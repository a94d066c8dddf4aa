'use client';

import { Eye, GitCompareArrows, Rocket, RotateCcw, Rows3 } from 'lucide-react';
import Link from 'next/link';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Badge } from '#ui/badge.tsx';
import { Button, buttonClasses } from '#ui/button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';

export type Version = ApiOutput['flow']['versions'][number];

/** One version: who made it, why, and what can be done with it. */
export function VersionRow({
  version,
  onCompare,
  onView,
  onRestore,
  onRollBack,
}: {
  version: Version;
  /** Null for the first one, which changed nothing that was there before. */
  onCompare: (() => void) | null;
  onView: () => void;
  onRestore: () => void;
  onRollBack: () => void;
}) {
  const { can, path } = useWorkspace();
  const { id } = useSession();
  const lines = new URLSearchParams({ flow: id, version: String(version.number) });
  return (
    <li className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-1.5 max-md:flex-wrap hover:bg-surface-2/60">
      <span className="w-12 shrink-0 font-semibold tabular-nums">v{version.number}</span>
      <span className="min-w-0 flex-1 pr-4 max-md:basis-[calc(100%-4rem)] max-md:pr-0">
        <span className="flex items-center gap-2">
          <span className="truncate text-ink">
            {version.message || <span className="text-ink-3">No message</span>}
          </span>
          {version.live ? <Badge tone="ok">Live</Badge> : null}
        </span>
        <span className="block text-sm text-ink-3">
          {version.createdBy}, <RelativeTime at={version.createdAt} />
        </span>
      </span>
      {onCompare ? (
        <Button size="sm" icon={<GitCompareArrows aria-hidden />} onClick={onCompare}>
          What changed
        </Button>
      ) : null}
      <Link className={buttonClasses('secondary', 'sm')} href={path(`/records?${lines}`)}>
        <Rows3 aria-hidden />
        What it wrote
      </Link>
      <Button size="sm" icon={<Eye aria-hidden />} onClick={onView}>
        View
      </Button>
      {can('flow.restore') ? (
        <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={onRestore}>
          Restore
        </Button>
      ) : null}
      {can('flow.rollBack') && !version.live ? (
        <Button size="sm" icon={<Rocket aria-hidden />} onClick={onRollBack}>
          Deploy again
        </Button>
      ) : null}
    </li>
  );
}
