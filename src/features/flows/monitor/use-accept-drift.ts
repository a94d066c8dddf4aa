'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import type { Drift } from '#features/flow-editor/panels/use-drifts.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { toast } from '#ui/toast.tsx';

/** Takes an option of a drift up; the draft that is open here becomes the one that was deployed. */
export function useAcceptDrift(drift: Drift) {
  const session = useSession();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { slug: workspace } = useWorkspace();
  return useMutation({
    mutationFn: async (choice: { option: number; sql?: string }) => {
      await session.saver.settle();
      const accepted = await client.drift.accept.mutate({ workspace, id: drift.id, ...choice });
      const { version, revision } = accepted;
      // A field that was restored on its own side changes nothing about the mapping.
      if (version === null) return null;
      const { graph } = await client.flow.version.query({ workspace, id: session.id, number: version });
      const placed = withPlaces(graph);
      session.editor.replace(placed);
      session.saver.rebase({ graph: placed, revision }, null);
      return version;
    },
    onSuccess: async (version) => {
      toast.success(
        version === null
          ? 'The field is there again; its pair goes on within moments.'
          : `Version ${version} runs now.`,
      );
      await queryClient.invalidateQueries();
    },
  });
}
