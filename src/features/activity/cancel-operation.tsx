'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { isUnderWay, type Operation } from './use-operation.ts';

/** Asks an operation to end; nothing once it has. */
export function CancelOperation({ operation }: { operation: Operation }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.operation.cancel.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.operation.pathKey() }),
      onError: (error) => toast.error(errorParts(error)?.message ?? 'Cancelling failed'),
    }),
  );
  if (!isUnderWay(operation) || !can('operation.cancel')) return null;
  return (
    <Button
      loading={cancel.isPending || operation.cancelAsked}
      onClick={() => cancel.mutate({ workspace: slug, id: operation.id })}
    >
      {operation.cancelAsked ? 'Stopping' : 'Stop'}
    </Button>
  );
}
