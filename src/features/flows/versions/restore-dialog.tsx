'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { planChanges } from '#core/flow/plan-changes.ts';
import { restoreNodes } from '#core/flow/restore-nodes.ts';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import { useGraph, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { nodeTitle } from '#nodes/registry.ts';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { ChangePreview } from './change-preview.tsx';

/** Puts a version, or one step of it, in the draft's place; nothing is deployed by it, and undo takes it back. */
export function RestoreDialog({
  number,
  node,
  onClose,
}: {
  number: number;
  node?: string;
  onClose: () => void;
}) {
  const session = useSession();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const { slug: workspace, path } = useWorkspace();
  const draft = useGraph();
  const { id } = session;
  const version = useQuery(
    trpc.flow.version.queryOptions({ workspace, id, number }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const was = version.data?.graph;
  const after = was && (node === undefined ? was : restoreNodes(draft, was, [node]));
  const found = [...draft.nodes, ...(was?.nodes ?? [])].find((each) => each.id === node);
  const title = found ? nodeTitle(found) : '';
  const restore = useMutation({
    mutationFn: async () => {
      const saved = await session.saver.settle();
      const { revision, graph } = await client.flow.restore.mutate({
        workspace,
        id,
        number,
        revision: saved,
        ...(node === undefined ? {} : { nodes: [node] }),
      });
      const placed = withPlaces(graph);
      session.editor.replace(placed);
      session.saver.rebase({ graph: placed, revision }, null);
    },
    onSuccess: () => {
      toast.success(
        node === undefined
          ? `The draft is version ${number} again.`
          : `"${title}" is as it was in version ${number}.`,
        { description: 'It runs once you deploy it. Undo brings the draft back.' },
      );
      onClose();
      if (node === undefined) router.push(path(`/flows/${id}/build`));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={node === undefined ? `Restore version ${number}` : `Restore "${title}" as in version ${number}`}
      description={
        node === undefined
          ? 'It takes the draft’s place. What runs stays as it is until you deploy, and undo brings the draft back.'
          : 'All other steps of the draft stay as they are, and undo brings this one back.'
      }
      action={node === undefined ? `Restore v${number}` : 'Restore step'}
      danger={false}
      pending={restore.isPending}
      error={errorParts(restore.error) ?? errorParts(version.error)}
      onConfirm={() => restore.mutate()}
    >
      {after ? (
        <ChangePreview
          title="What changes in the draft"
          changes={planChanges(draft, after)}
          graphs={[after, draft]}
        />
      ) : version.isPending ? (
        <SkeletonRows rows={3} label="Reading the version" />
      ) : null}
    </ConfirmDialog>
  );
}
