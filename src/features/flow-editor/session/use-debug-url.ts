'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useEffect } from 'react';
import { parseDebug } from '#features/records/debug-path.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { toast } from '#ui/toast.tsx';
import { useSession } from './use-session.tsx';

const url = {
  debug: parseAsString,
  step: parseAsString,
  wide: parseAsBoolean.withDefault(false),
  panel: parseAsString,
};

/** The record of the ledger that the URL names, as the code on its way was given it. */
export function useDebugInput() {
  const { id } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const trpc = useTRPC();
  const [{ debug }] = useQueryStates(url);
  const named = parseDebug(id, debug);
  const input = named && can('code.debugInput') ? { workspace, ...named } : skipToken;
  const query = useQuery(trpc.code.debugInput.queryOptions(input, { staleTime: Number.POSITIVE_INFINITY }));
  return named ? query : null;
}

/** Opens the code that a record of the ledger went through, once the URL names one and no step. */
export function useDebugUrl(): void {
  const { editor } = useSession();
  const [{ step }, set] = useQueryStates(url);
  const query = useDebugInput();
  const nodeId = query?.data?.nodeId;
  const error = query?.error ?? null;
  useEffect(() => {
    if (nodeId === undefined || step !== null) return;
    editor.selectNode(nodeId);
    void set({ step: nodeId, wide: true, panel: 'try' });
  }, [nodeId, step, editor, set]);
  useEffect(() => {
    const parts = errorParts(error);
    if (parts) toast.error(parts.message, { description: parts.remedy ?? undefined });
  }, [error]);
}
