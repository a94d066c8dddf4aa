'use client';

import { useQuery } from '@tanstack/react-query';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { useGraph, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import type { ErrorParts } from '#ui/error-notice.tsx';
import type { Version } from './version-row.tsx';

export type FlowAt = {
  /** Null while it is read, or where there is none. */
  graph: FlowGraph | null;
  /** The version's number; null for the draft, or where there is no such version. */
  number: number | null;
  error: ErrorParts | null;
};

/** The flow as `at` names it: `draft`, `live` (what is deployed), or a version's number. */
export function useFlowAt(at: string, versions: readonly Version[]): FlowAt {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const draft = useGraph();
  const wanted =
    at === 'live' ? versions.find(({ live }) => live) : versions.find((each) => String(each.number) === at);
  const number = wanted?.number ?? null;
  const version = useQuery(
    trpc.flow.version.queryOptions(
      { workspace, id, number: number ?? 0 },
      { staleTime: Number.POSITIVE_INFINITY, enabled: number !== null },
    ),
  );
  if (at === 'draft') return { graph: draft, number: null, error: null };
  if (number === null) {
    const message = at === 'live' ? 'Nothing is deployed yet.' : `There is no version ${at}.`;
    return { graph: null, number, error: { code: 'NOT_FOUND', message, remedy: 'Choose another version.' } };
  }
  return { graph: version.data?.graph ?? null, number, error: errorParts(version.error) };
}
