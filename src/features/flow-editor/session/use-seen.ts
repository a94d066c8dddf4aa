'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Side } from '#core/change/change-event.ts';
import { type SeenStream, seenAtNode } from '#core/flow/seen-at-node.ts';
import type { Row } from '#core/values/value.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { FieldSuggestions, Loaded, PathEnd } from '#nodes/node-environment.client.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { pathEnds } from '../graph/path-ends.ts';
import { loaded } from './loaded.ts';
import { useSample } from './use-sample.ts';
import { useCompiled, useEditor, useSession } from './use-session.tsx';
import { useStreams } from './use-streams.ts';

const STALE_MS = 300_000;

/** What a node sees of a side through code; null where none stands there. The same object as long as it says the same. */
function useSeen(nodeId: string, side: Side): SeenStream | null {
  const text = useCompiled(({ lanes }) => JSON.stringify(seenAtNode(lanes, nodeId, side)));
  return useMemo(() => JSON.parse(text), [text]);
}

function useEnd(nodeId: string, side: Side): PathEnd | null {
  const [connection, stream] = useEditor(
    useShallow((state) => {
      const end = pathEnds(state.graph, nodeId)[side];
      return end ? [end.connection, end.stream] : [null, null];
    }),
  );
  const { data } = useStreams(connection ?? '');
  const seen = useSeen(nodeId, side);
  return useMemo(() => {
    if (connection === null || stream === null) return null;
    const schema = seen?.stream ?? data?.find((other) => other.name === stream) ?? null;
    const own = seen?.view.own.name ?? stream;
    const through = seen !== null && (seen.connection !== connection || own !== stream);
    return { connection, stream, schema, ...(through ? { through } : {}) };
  }, [connection, stream, data, seen]);
}

/** The endpoints on either side of a node, with their streams as it sees them. */
export function usePathEnds(nodeId: string): { left: PathEnd | null; right: PathEnd | null } {
  const left = useEnd(nodeId, 'left');
  const right = useEnd(nodeId, 'right');
  return useMemo(() => ({ left, right }), [left, right]);
}

/** Some records of a side as a node sees them, made by the code between on the server where there is some. */
export function useSampleAt(nodeId: string, asked: Side | null, rows = 5): Loaded<readonly Row[]> {
  const side = asked ?? 'left';
  const { editor } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const client = useTRPCClient();
  const end = useEnd(nodeId, side);
  const seen = useSeen(nodeId, side);
  const coded = asked !== null && seen !== null;
  const bare = coded || asked === null ? null : end;
  const own = useSample(bare?.connection ?? '', bare?.schema?.name ?? '', rows);
  const query = useQuery({
    queryKey: ['records seen', workspace, seen?.connection, seen?.view, side, rows],
    queryFn: () => client.code.seen.mutate({ workspace, graph: editor.graph, nodeId, side, limit: rows }),
    enabled: coded && can('code.seen'),
    staleTime: STALE_MS,
    retry: false,
  });
  if (!coded) return own;
  const { data, isLoading, error, refetch } = query;
  return loaded<readonly Row[]>({ data: data?.rows, isLoading, error, refetch });
}

/** What the matcher pairs of both sides of a mapping as it sees them. */
export function useSuggestions(nodeId: string): Loaded<FieldSuggestions> {
  const { editor } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const client = useTRPCClient();
  const left = useEnd(nodeId, 'left');
  const right = useEnd(nodeId, 'right');
  const views = [useSeen(nodeId, 'left')?.view, useSeen(nodeId, 'right')?.view];
  // What joins no two streams is the compiler's to tell of.
  const joined = useCompiled(({ lanes }) => lanes.some(({ mappingNodeId }) => mappingNodeId === nodeId));
  const query = useQuery({
    queryKey: ['suggested fields', workspace, left, right, views],
    queryFn: () => client.mapping.suggestForNode.mutate({ workspace, graph: editor.graph, nodeId }),
    enabled: joined && can('mapping.suggestForNode'),
    staleTime: STALE_MS,
    retry: false,
  });
  return loaded<FieldSuggestions>(query);
}
