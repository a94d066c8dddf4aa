'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** Asks the runner for another attempt at these records now. */
export function RetryButton({
  ids,
  asked = false,
  primary = false,
  onAsked,
}: {
  ids: readonly string[];
  /** It was asked already and the runner has not taken it up. */
  asked?: boolean;
  primary?: boolean;
  onAsked?: () => void;
}) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const retry = useMutation(
    trpc.conflict.retry.mutationOptions({
      onSuccess: async ({ count }) => {
        toast.success(
          count === 1 ? 'The record is tried again' : `${counted(count, 'record')} are tried again`,
        );
        onAsked?.();
        await queryClient.invalidateQueries({ queryKey: trpc.conflict.pathKey() });
        await queryClient.invalidateQueries({ queryKey: trpc.record.journey.queryKey() });
      },
      onError: (error) => {
        const parts = errorParts(error);
        toast.error(parts?.message ?? 'Trying again failed', { description: parts?.remedy });
      },
    }),
  );
  if (!can('conflict.retry')) return null;
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      icon={<RotateCw aria-hidden />}
      loading={retry.isPending || asked}
      disabled={ids.length === 0}
      onClick={() => retry.mutate({ workspace: slug, ids: [...ids] })}
    >
      {asked
        ? 'Asked to try again'
        : ids.length > 1
          ? `Try ${ids.length.toLocaleString('en')} again`
          : 'Try again'}
    </Button>
  );
}
