'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** Makes a re-decision's rules the flow's, and says what came of it. */
export function useMakeRule() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.conflict.makeRule.mutationOptions({
      onSuccess: async ({ version, created }) => {
        toast.success(
          created ? `Version ${version} decides so from now on` : `Version ${version} decides so already`,
        );
        await queryClient.invalidateQueries({ queryKey: trpc.flow.pathKey() });
      },
      onError: (error) => {
        const parts = errorParts(error);
        toast.error(parts?.message ?? 'The rule was not changed', { description: parts?.remedy });
      },
    }),
  );
  return {
    pending: mutation.isPending,
    made: mutation.data ?? null,
    make: (operationId: string) => mutation.mutateAsync({ workspace: slug, operationId }).catch(() => null),
  };
}
