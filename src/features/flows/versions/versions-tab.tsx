'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { VersionDialog } from './version-dialog.tsx';

type Version = ApiOutput['flow']['versions'][number];

/** Every version that was deployed; none of them ever changes. */
export function VersionsTab() {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace, can } = useWorkspace();
  const versions = useQuery(trpc.flow.versions.queryOptions({ workspace, id }));
  const [viewed, setViewed] = useState<number | null>(null);
  const [restored, setRestored] = useState<Version | null>(null);
  const error = errorParts(versions.error);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <SkeletonRows label="Loading versions" /> : null}
      {versions.data?.length === 0 ? (
        <EmptyState title="No version yet">
          Deploying the draft makes version 1. Versions never change, so what ran when can always be seen.
        </EmptyState>
      ) : null}
      <ul aria-label="Versions">
        {versions.data?.map((version) => (
          <li
            key={version.id}
            className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-1.5 hover:bg-surface-2/60"
          >
            <span className="w-12 shrink-0 font-semibold tabular-nums">v{version.number}</span>
            <span className="min-w-0 flex-1 pr-4">
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
            <Button size="sm" icon={<Eye aria-hidden />} onClick={() => setViewed(version.number)}>
              View
            </Button>
            {can('flow.restore') ? (
              <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={() => setRestored(version)}>
                Restore
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {viewed === null ? null : <VersionDialog number={viewed} onClose={() => setViewed(null)} />}
      {restored === null ? null : <RestoreDialog version={restored} onClose={() => setRestored(null)} />}
    </div>
  );
}

/** Puts a version in the draft's place; nothing is deployed by it, and undo takes it back. */
function RestoreDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const session = useSession();
  const client = useTRPCClient();
  const router = useRouter();
  const { slug: workspace, path } = useWorkspace();
  const restore = useMutation({
    mutationFn: async () => {
      await session.saver.flush();
      const { revision, graph } = await client.flow.restore.mutate({
        workspace,
        id: session.id,
        number: version.number,
        revision: session.saver.revision,
      });
      session.editor.replace(withPlaces(graph));
      session.saver.rebase(revision, null);
    },
    onSuccess: () => {
      toast.success(`The draft is version ${version.number} again.`, {
        description: 'It runs once you deploy it.',
      });
      router.push(path(`/flows/${session.id}/build`));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Restore version ${version.number}`}
      description="It takes the draft’s place. What runs stays as it is until you deploy."
      action={`Restore v${version.number}`}
      danger={false}
      pending={restore.isPending}
      error={errorParts(restore.error)}
      onConfirm={() => restore.mutate()}
    />
  );
}
