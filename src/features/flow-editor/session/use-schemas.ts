'use client';

import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SchemaLookup } from '#core/flow/compile.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { useConnections } from './use-connections.ts';

/** Streams do not change often; drift is the runner's to notice. */
const FRESH_MS = 60_000;

/**
 * Looks schemas up in the streams of every connection that is named; `ready` once none is being read.
 * A connection whose streams cannot be read counts as one that has none.
 */
export function useSchemas(names: readonly string[]): { lookup: SchemaLookup; ready: boolean } {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const connections = useConnections();
  const known = useMemo(
    () => names.filter((name) => connections.data?.some((connection) => connection.name === name)),
    [names, connections.data],
  );
  const combine = useMemo(
    () => (results: readonly { data: readonly StreamSchema[] | undefined; isPending: boolean }[]) => ({
      streams: new Map(results.map((result, index) => [known[index], result])),
      ready: results.every((result) => !result.isPending),
    }),
    [known],
  );
  const all = useQueries({
    queries: known.map((name) =>
      trpc.connection.streams.queryOptions({ workspace: slug, name }, { staleTime: FRESH_MS }),
    ),
    combine,
  });
  const listed = connections.data !== undefined;
  const lookup = useMemo<SchemaLookup>(
    () => (connection, stream) => {
      const result = all.streams.get(connection);
      if (!listed || result?.isPending) return 'loading';
      if (!result) return null;
      return result.data?.find((schema) => schema.name === stream) ?? 'missing';
    },
    [all, listed],
  );
  return { lookup, ready: all.ready && listed };
}
