'use client';

import { useQueries } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { useFlows } from '../workspace/use-live-flows.ts';
import { type LaneEnds, laneEnds } from './lane-ends.ts';

type Flow = ApiOutput['flow']['get'];

/** Known flows. Outside the hook, so that the same answers give the same array. */
function known(results: { data: Flow | undefined }[]): Flow[] {
  return results.flatMap((result) => (result.data ? [result.data] : []));
}

/** Finds the ends of lanes by id, from the deployed versions of these flows. The function is stable. */
export function useLaneNames(
  workspace: string,
  flowIds: readonly string[],
): (flowId: string, laneId: string) => LaneEnds | null {
  const trpc = useTRPC();
  // Records outlive their flow: one that was deleted is not asked for.
  const there = new Set(useFlows(workspace).data?.map((flow) => flow.id));
  const flows = useQueries({
    queries: [...new Set(flowIds)]
      .filter((id) => there.has(id))
      .sort()
      .map((id) => trpc.flow.get.queryOptions({ workspace, id }, { staleTime: 60_000 })),
    combine: known,
  });
  return useCallback(
    (flowId, laneId) => {
      const graph = flows.find((flow) => flow.id === flowId)?.deployed?.graph;
      return graph ? laneEnds(graph, laneId) : null;
    },
    [flows],
  );
}
