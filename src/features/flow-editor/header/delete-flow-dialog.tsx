'use client';

import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { useRefreshFlow } from './use-flow-actions.ts';

/** Deletes the flow after naming all that goes with it, and after its name was typed. */
export function DeleteFlowDialog({
  flow,
  open,
  onClose,
}: {
  flow: { id: string; name: string; deployed: unknown };
  open: boolean;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const { slug: workspace, path } = useWorkspace();
  const refresh = useRefreshFlow(flow.id);
  const owned = useQuery(trpc.flow.owned.queryOptions(open ? { workspace, id: flow.id } : skipToken));
  const remove = useMutation(
    trpc.flow.delete.mutationOptions({
      onSuccess: async ({ done }) => {
        toast.success(done ? 'The flow is deleted.' : 'The flow is being deleted.', {
          description: done ? undefined : 'The runner removes what it made in the connected systems.',
        });
        router.push(path('/flows'));
        await refresh();
      },
    }),
  );
  const ownedError = errorParts(owned.error);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Delete flow"
      description="Its draft, versions, ledger and pending records go with it. Rows in the connected systems stay as they are."
      action="Delete flow"
      typed={flow.name}
      pending={remove.isPending || remove.isSuccess}
      error={errorParts(remove.error)}
      onConfirm={() => remove.mutate({ workspace, id: flow.id, confirm: flow.name })}
    >
      {owned.isLoading ? <Skeleton className="w-1/2" /> : null}
      {ownedError ? <ErrorNotice error={ownedError} onRetry={() => void owned.refetch()} /> : null}
      {owned.data ? <Owned owned={owned.data} /> : null}
    </ConfirmDialog>
  );
}

function Owned({ owned }: { owned: ApiOutput['flow']['owned'] }) {
  const any = owned.some((connection) => connection.objects.length > 0 || connection.error);
  if (!any) return <p className="text-ink-2">Nothing was made for it in the connected systems.</p>;
  return (
    <div>
      <p className="text-ink-2">This is removed from the connected systems:</p>
      {owned.map(({ connection, objects, error }) => (
        <div key={connection} className="mt-2">
          <p className="font-medium">{connection}</p>
          {error ? <p className="text-sm text-fail">{error.message}</p> : null}
          <ul aria-label={`Objects in ${connection}`}>
            {objects.map((object) => (
              <li key={`${object.kind} ${object.name}`} className="flex gap-2 text-sm">
                <span className="w-28 shrink-0 text-ink-2">{object.kind}</span>
                <code className="min-w-0 break-all">{object.name}</code>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
