'use client';

import { useQueries } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { type LaneEnds, laneEnds } from './lane-ends.ts';

/** Finds the ends of lanes by id, from the deployed versions of these flows. */
export function useLaneNames(
  workspace: string,
  flowIds: readonly string[],
): (flowId: string, laneId: string) => LaneEnds | null {
  const trpc = useTRPC();
  const unique = [...new Set(flowIds)].sort();
  const graphs = useQueries({
    queries: unique.map((id) => trpc.flow.get.queryOptions({ workspace, id }, { staleTime: 60_000 })),
    combine: (results) =>
      new Map(results.map((result, index) => [unique[index], result.data?.deployed?.graph ?? null])),
  });
  return (flowId, laneId) => {
    const graph = graphs.get(flowId);
    return graph ? laneEnds(graph, laneId) : null;
  };
}
