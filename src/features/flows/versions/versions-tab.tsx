'use client';

import { useQuery } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { compareUrl } from './compare-url.ts';
import { CompareView } from './compare-view.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { VersionDialog } from './version-dialog.tsx';
import { type Version, VersionRow } from './version-row.tsx';

type Asked = { what: 'view' | 'restore' | 'roll-back'; number: number };

/** Every version that was deployed, none of which ever changes, and what changed from one to another. */
export function VersionsTab() {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const versions = useQuery(trpc.flow.versions.queryOptions({ workspace, id }));
  const [{ from, to }] = useQueryStates(compareUrl);
  const error = errorParts(versions.error);
  if (versions.data && from !== null && to !== null) {
    return <CompareView from={from} to={to} versions={versions.data} />;
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <SkeletonRows label="Loading versions" /> : null}
      {versions.data?.length === 0 ? (
        <EmptyState title="No version yet">
          Deploying the draft makes version 1. Versions never change, so what ran when can always be seen.
        </EmptyState>
      ) : null}
      {versions.data && versions.data.length > 0 ? <VersionList versions={versions.data} /> : null}
    </div>
  );
}

function VersionList({ versions }: { versions: readonly Version[] }) {
  const [, setUrl] = useQueryStates(compareUrl);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const compare = (from: string, to: string) => void setUrl({ from, to, change: null }, { history: 'push' });
  const live = versions.find((version) => version.live);
  return (
    <>
      <div className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-1.5 max-md:flex-wrap">
        <span className="w-12 shrink-0 font-semibold">Draft</span>
        <span className="min-w-0 flex-1 text-ink-2 max-md:basis-[calc(100%-4rem)]">
          What is drawn now and runs once it is deployed
        </span>
        <Button
          size="sm"
          icon={<GitCompareArrows aria-hidden />}
          onClick={() => compare(live ? 'live' : String(versions[0]?.number), 'draft')}
        >
          {live ? 'What changed since what runs' : 'What changed since then'}
        </Button>
      </div>
      <ul aria-label="Versions">
        {versions.map((version, at) => {
          const earlier = versions[at + 1];
          const ask = (what: Asked['what']) => () => setAsked({ what, number: version.number });
          return (
            <VersionRow
              key={version.id}
              version={version}
              onCompare={earlier ? () => compare(String(earlier.number), String(version.number)) : null}
              onView={ask('view')}
              onRestore={ask('restore')}
              onRollBack={ask('roll-back')}
            />
          );
        })}
      </ul>
      {asked?.what === 'view' ? <VersionDialog number={asked.number} onClose={close} /> : null}
      {asked?.what === 'restore' ? <RestoreDialog number={asked.number} onClose={close} /> : null}
      {asked?.what === 'roll-back' ? (
        <RollBackDialog number={asked.number} versions={versions} onClose={close} />
      ) : null}
    </>
  );
}
