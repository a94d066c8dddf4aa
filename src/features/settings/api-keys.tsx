'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { NewApiKeyDialog } from './new-api-key-dialog.tsx';

type ApiKey = ApiOutput['apiKey']['list'][number];

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const revoke = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toast.success(`${apiKey.name} is revoked`);
        await queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() });
      },
    }),
  );
  return (
    <>
      <Button size="sm" variant="danger" onClick={() => setOpen(true)}>
        Revoke
        <span className="sr-only"> {apiKey.name}</span>
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke ${apiKey.name}?`}
        description="Whatever uses it is refused from now on. This cannot be taken back."
        action="Revoke key"
        pending={revoke.isPending}
        error={errorParts(revoke.error)}
        onConfirm={() => revoke.mutate({ workspace: slug, id: apiKey.id })}
      />
    </>
  );
}

const columns: Column<ApiKey>[] = [
  { id: 'name', header: 'Name', cell: (key) => <span className="font-medium">{key.name}</span> },
  {
    id: 'key',
    header: 'Key',
    width: '120px',
    cell: (key) => <code className="text-ink-2">{key.prefix}…</code>,
  },
  {
    id: 'role',
    header: 'Role',
    width: '90px',
    cell: (key) => <span className="text-ink-2">{key.role}</span>,
  },
  {
    id: 'used',
    header: 'Last used',
    width: '100px',
    cell: (key) =>
      key.lastUsedAt ? (
        <RelativeTime at={key.lastUsedAt} className="text-ink-2" />
      ) : (
        <span className="text-ink-3">never</span>
      ),
  },
  {
    id: 'revoke',
    header: <span className="sr-only">Actions</span>,
    width: '96px',
    align: 'right',
    cell: (key) => <Revoke apiKey={key} />,
  },
];

/** Keys with which programs use the API. */
export function ApiKeys() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [creating, setCreating] = useState(false);
  const list = useQuery(trpc.apiKey.list.queryOptions({ workspace: slug }));
  const error = errorParts(list.error);
  return (
    <Card
      flush
      title="API keys"
      actions={
        <Button icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
          New key
        </Button>
      }
    >
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={2} label="Loading API keys" /> : null}
      {list.data?.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2">
          No key yet. The command line and other programs use the API with one.
        </p>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <DataTable label="API keys" columns={columns} rows={list.data} rowId={(key) => key.id} />
      ) : null}
      <NewApiKeyDialog open={creating} onOpenChange={setCreating} />
    </Card>
  );
}
