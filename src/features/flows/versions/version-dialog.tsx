'use client';

import { useQuery } from '@tanstack/react-query';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { laneOrder } from '#features/flow-editor/graph/lane-order.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { viewsOf } from '#nodes/registry.client.ts';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { CodeBlock } from '#ui/code-block.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

/** One version as it was deployed: its steps, and the file. */
export function VersionDialog({ number, onClose }: { number: number; onClose: () => void }) {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const version = useQuery(
    trpc.flow.version.queryOptions({ workspace, id, number }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const error = errorParts(version.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      size="lg"
      title={`Version ${number}`}
      description={version.data?.message || undefined}
    >
      {error ? <ErrorNotice error={error} onRetry={() => void version.refetch()} /> : null}
      {version.isPending ? <SkeletonRows rows={5} label="Reading the version" /> : null}
      {version.data ? <Contents graph={version.data.graph} /> : null}
    </Dialog>
  );
}

function Contents({ graph }: { graph: FlowGraph }) {
  return (
    <div className="flex flex-col gap-4">
      <ol aria-label="Steps" className="rounded-md border border-line">
        {laneOrder(graph).map(({ node, depth }) => {
          const { Icon } = viewsOf(node);
          return (
            <li
              key={node.id}
              style={{ paddingLeft: 12 + depth * 16 }}
              className="flex h-8 items-center gap-2.5 border-b border-line pr-3 last:border-b-0"
            >
              <Icon className="size-4 text-ink-2" />
              <span className="font-medium">{nodeTitle(node)}</span>
              <span className="truncate text-sm text-ink-3">{definitionOf(node).subtitle(node)}</span>
            </li>
          );
        })}
      </ol>
      <CodeBlock code={JSON.stringify(graph, null, 2)} label="Copy the file" />
    </div>
  );
}
