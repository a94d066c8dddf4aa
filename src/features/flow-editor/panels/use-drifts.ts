'use client';

import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { useLive, useSession } from '../session/use-session.tsx';

export type Drift = ApiOutput['drift']['list'][number];

/** How often the streams' changes are asked for, milliseconds; a runner looks every ten seconds. */
const LOOK_EVERY = 5_000;

/** What has changed in the streams of this flow since it was deployed, the gravest first. */
export function useDrifts(): Drift[] {
  const { id: flowId } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const deployed = useLive((state) => state.status !== null);
  const drifts = useQuery(
    trpc.drift.list.queryOptions({ workspace, flowId }, { enabled: deployed, refetchInterval: LOOK_EVERY }),
  );
  return drifts.data ?? [];
}
