'use client';

import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { RoundTripCheck } from '#nodes/node-environment.client.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { useSession } from './use-session.tsx';

/** Takes the real values of a mapping's two-way pairs there and back, when somebody asks for it. */
export function useRoundTrips(nodeId: string): RoundTripCheck {
  const { editor } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const trpc = useTRPC();
  const validate = useMutation(trpc.flow.validate.mutationOptions());
  const { mutate, data, variables, isPending, error } = validate;
  const may = can('flow.validate');
  const asked = variables?.graph;
  return useMemo(() => {
    const node = asked?.nodes?.find(({ id }) => id === nodeId);
    const pairs = node?.kind === 'mapping' ? (node.fields as readonly FieldPair[]) : [];
    const trips = data?.roundTrips.filter((trip) => trip.nodeId === nodeId) ?? [];
    const stands = data?.problems.find(
      ({ severity, code }) => severity === 'error' && code !== 'ROUND_TRIP' && code !== 'CAST_FAILED',
    );
    return {
      check: may ? () => mutate({ workspace, graph: editor.graph, whole: true }) : null,
      checking: isPending,
      // Pairs that have changed since are other objects: what was found does not hold for them.
      found: data && !stands ? Map.groupBy(trips, (trip) => pairs[trip.fieldIndex ?? -1]) : null,
      failure: error
        ? errorParts(error)
        : stands
          ? { message: stands.message, code: stands.code, remedy: stands.remedy }
          : null,
    };
  }, [asked, data, editor, error, isPending, may, mutate, nodeId, workspace]);
}
