'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** Compares both sides of a flow once more, and leads to what that finds. */
export function VerifyAgain({ flowId }: { flowId: string }) {
  const { slug: workspace, path, can } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const start = useMutation(
    trpc.operation.startVerify.mutationOptions({
      onSuccess: ({ id }) => {
        // The flow's own page finds the latest one by the list.
        void queryClient.invalidateQueries(trpc.operation.list.pathFilter());
        router.push(path(`/activity/operations/${id}`));
      },
      onError: (error) => {
        const parts = errorParts(error);
        toast.error(parts?.message ?? 'The verify was not started', { description: parts?.remedy });
      },
    }),
  );
  if (!can('operation.startVerify')) return null;
  return (
    <Button
      icon={<ShieldCheck aria-hidden />}
      loading={start.isPending || start.isSuccess}
      onClick={() => start.mutate({ workspace, flowId })}
    >
      Verify again
    </Button>
  );
}
