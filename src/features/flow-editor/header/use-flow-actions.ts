'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { toast } from '#ui/toast.tsx';

/** Reads again what a change of this flow touches. */
export function useRefreshFlow(id: string): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { slug: workspace } = useWorkspace();
  return useCallback(async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.flow.get.queryKey({ workspace, id }) }),
      queryClient.invalidateQueries({ queryKey: trpc.flow.versions.queryKey({ workspace, id }) }),
      queryClient.invalidateQueries({ queryKey: trpc.flow.list.queryKey({ workspace }) }),
    ]);
  }, [queryClient, trpc, workspace, id]);
}

/** Pause and resume, each telling how it went. */
export function usePauseResume(id: string) {
  const trpc = useTRPC();
  const refresh = useRefreshFlow(id);
  const onError = (error: unknown) => {
    const parts = errorParts(error);
    toast.error(parts?.message ?? 'That did not work.', { description: parts?.remedy ?? undefined });
  };
  const pause = useMutation(trpc.flow.pause.mutationOptions({ onSuccess: refresh, onError }));
  const resume = useMutation(trpc.flow.resume.mutationOptions({ onSuccess: refresh, onError }));
  return { pause, resume };
}
