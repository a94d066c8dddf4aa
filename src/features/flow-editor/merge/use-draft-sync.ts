'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { compareFlows } from '#core/flow/compare-flows.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { toast } from '#ui/toast.tsx';
import { usePageVisible } from '#ui/use-page-visible.ts';
import { newId } from '../graph/new-id.ts';
import type { MergedDraft } from '../session/flow-session.ts';
import { useSession } from '../session/use-session.tsx';

/** How often the server is asked what has become of the draft while it is looked at. */
const EVERY_MS = 4000;

/** Takes in what others do to the draft while it is open, and tells them that it is open here. */
export function useDraftSync(): void {
  const session = useSession();
  const { id, saver, merger } = session;
  const client = useTRPCClient();
  const { slug: workspace } = useWorkspace();
  const [window] = useState(() => newId('window'));
  const visit = useQuery({
    queryKey: ['flow-visit', workspace, id, window],
    queryFn: () => client.flow.visit.mutate({ workspace, id, window }),
    enabled: usePageVisible(),
    refetchInterval: EVERY_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const seen = visit.data;
  useEffect(() => {
    if (!seen) return;
    session.others.setState(seen.others, true);
    // What is not saved yet is merged when it is saved.
    const quiet = saver.state.getState().kind === 'saved' && merger.state.getState().kind === 'none';
    if (seen.revision > saver.revision && quiet) void merger.catchUp();
  }, [seen, session, saver, merger]);
  const stale = useStore(saver.state, ({ kind }) => kind === 'stale');
  useEffect(() => {
    if (stale && merger.state.getState().kind === 'none') void merger.catchUp();
  }, [stale, merger]);
  useEffect(() => session.merged.subscribe((merged) => merged && tell(merged)), [session]);
  useEffect(
    () => () => {
      client.flow.visit.mutate({ workspace, id, window, leaves: true }).catch(() => {
        // A window that says nothing more is taken for closed after a while.
      });
    },
    [client, workspace, id, window],
  );
}

function tell({ base, theirs }: MergedDraft): void {
  const { nodes, edges, flow } = compareFlows(base, theirs.graph);
  const steps = nodes.filter(({ what }) => what !== 'same').length;
  const rest = edges.some(({ what }) => what !== 'same') || flow.length > 0;
  if (steps === 0 && !rest) return;
  const what = steps === 0 ? 'the draft' : steps === 1 ? '1 step' : `${steps} steps`;
  toast.info(`${theirs.by} changed ${what}.`, {
    description: 'It is merged with what you have here; undo takes back only what you did.',
  });
}
