'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import type { Drift } from '#features/flow-editor/panels/use-drifts.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { toast } from '#ui/toast.tsx';

/** The ways out of a drift that change the mapping, and setting it aside. */
export function DriftDecision({ drift }: { drift: Drift }) {
  const { can, slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const accept = useAccept(drift);
  const ignore = useMutation(
    trpc.drift.ignore.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.drift.pathKey() }),
    }),
  );
  const error = errorParts(accept.error ?? ignore.error);
  const ignored = drift.ignoredBy !== null;
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {drift.options.map((option, place) =>
          option.kind === 'sql' ? null : (
            <Button
              key={option.label}
              disabled={!can('drift.accept')}
              loading={accept.isPending && accept.variables === place}
              onClick={() => accept.mutate(place)}
            >
              {option.label}
            </Button>
          ),
        )}
        <Button
          variant="ghost"
          // Alone in its row it stands under the text.
          className={drift.options.some((option) => option.kind !== 'sql') ? '' : '-ml-2.5'}
          disabled={!can('drift.ignore')}
          loading={ignore.isPending}
          onClick={() => ignore.mutate({ workspace, id: drift.id, ignore: !ignored })}
        >
          {ignored ? 'Consider again' : 'Ignore'}
        </Button>
        {ignored ? <span className="text-sm text-ink-3">Set aside by {drift.ignoredBy}</span> : null}
      </div>
      {error ? <ErrorNotice error={error} className="mt-2" /> : null}
    </>
  );
}

/** Takes an option up; the draft that is open here becomes the one that was deployed. */
function useAccept(drift: Drift) {
  const session = useSession();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { slug: workspace } = useWorkspace();
  return useMutation({
    mutationFn: async (option: number) => {
      await session.saver.flush();
      const { version, revision } = await client.drift.accept.mutate({ workspace, id: drift.id, option });
      const { graph } = await client.flow.version.query({ workspace, id: session.id, number: version });
      session.editor.replace(withPlaces(graph));
      session.saver.rebase(revision, null);
      return version;
    },
    onSuccess: async (version) => {
      toast.success(`Version ${version} runs now.`);
      await queryClient.invalidateQueries();
    },
  });
}
