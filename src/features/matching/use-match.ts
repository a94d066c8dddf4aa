'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MatchReport } from '#core/matching/match-report.ts';
import { isUnderWay, useOperation } from '#features/activity/use-operation.ts';
import { useReadOperation } from '#features/activity/use-read-operation.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';

/** The latest survey of a mapping's matches, live while it runs, and how to start another. */
export function useMatch(mapping: string) {
  const session = useSession();
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const [startedId, setStartedId] = useState<string | null>(null);
  const list = useQuery(
    trpc.operation.list.queryOptions(
      { workspace, kind: 'match', flowId: session.id, limit: 50 },
      { refetchOnMount: 'always' },
    ),
  );
  const latest = list.data?.operations.find(({ input }) => input.mapping === mapping);
  const operation = useOperation(workspace, startedId ?? latest?.id ?? null).data ?? null;
  const read = useReadOperation(workspace);
  const start = useMutation(
    trpc.operation.startMatch.mutationOptions({
      onSuccess: async ({ id }) => {
        await read(id);
        setStartedId(id);
      },
    }),
  );
  const report = MatchReport.safeParse(operation?.result);
  return {
    operation,
    busy: operation !== null && isUnderWay(operation),
    starting: start.isPending,
    report: report.success ? report.data : null,
    error: errorParts(start.error),
    /** Tries the draft as it stands on this page, saved or not. */
    start: () => start.mutate({ workspace, flowId: session.id, mapping, graph: session.editor.graph }),
  };
}
