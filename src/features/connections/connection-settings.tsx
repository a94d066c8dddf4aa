'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConnectionForm } from './connection-form.tsx';

type Connection = ApiOutput['connection']['get'];

function DeleteConnection({ connection }: { connection: Connection }) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.connection.delete.mutationOptions({
      onSuccess: async () => {
        toast.success(`Connection ${connection.name} is deleted`);
        router.push(path('/connections'));
        await queryClient.invalidateQueries({ queryKey: trpc.connection.list.queryKey() });
      },
    }),
  );
  const used = connection.usedBy.length > 0;
  return (
    <Card title="Delete this connection">
      <div className="flex items-start gap-4">
        <div className="flex-1 text-ink-2">
          {used ? (
            <>
              Used by{' '}
              {connection.usedBy.map((use, index) => (
                <span key={use.flowId}>
                  {index > 0 ? ', ' : ''}
                  <Link
                    href={path(`/flows/${use.flowId}`)}
                    className="font-medium text-accent hover:underline"
                  >
                    {use.flowName}
                  </Link>
                </span>
              ))}
              . Delete the flow or choose another connection there first.
            </>
          ) : (
            'No flow uses it. Nothing in the system itself is touched.'
          )}
        </div>
        <Button variant="danger" icon={<Trash2 aria-hidden />} disabled={used} onClick={() => setOpen(true)}>
          Delete
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${connection.name}?`}
        description="Its settings and its password are removed from Syncline."
        action="Delete connection"
        typed={connection.name}
        pending={remove.isPending}
        error={errorParts(remove.error)}
        onConfirm={() => remove.mutate({ workspace: slug, id: connection.id })}
      />
    </Card>
  );
}

/** Changes or deletes a connection. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(
    trpc.connection.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.connection.pathKey() });
        toast.success('Saved');
      },
    }),
  );
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-4 p-6">
      <Card>
        <ConnectionForm
          initial={{
            id: connection.id,
            name: connection.name,
            connector: connection.connector,
            settings: Object.fromEntries(
              Object.entries(connection.config).map(([name, value]) => [name, String(value ?? '')]),
            ),
          }}
          saveLabel="Save"
          saving={update.isPending}
          saveError={errorParts(update.error)}
          onSave={({ name, config }) => update.mutate({ workspace: slug, id: connection.id, name, config })}
        />
      </Card>
      <DeleteConnection connection={connection} />
    </div>
  );
}
