'use client';

import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** Starts an audit of the whole ledger, and goes to its page. */
export function AuditLedgerButton() {
  const { slug: workspace, path, can } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.operation.startAudit.mutationOptions({
      onSuccess: ({ id }) => router.push(path(`/activity/operations/${id}`)),
      onError: (error) => toast.error(errorParts(error)?.message ?? 'The audit could not be started.'),
    }),
  );
  if (!can('operation.startAudit')) return null;
  return (
    <Button
      icon={<ShieldCheck aria-hidden />}
      loading={start.isPending || start.isSuccess}
      onClick={() => start.mutate({ workspace })}
    >
      Audit the ledger
    </Button>
  );
}
