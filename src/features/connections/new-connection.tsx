'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { connectorManifests } from '#connectors/registry.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Card } from '#ui/card.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConnectionForm } from './connection-form.tsx';

/** Adds a connection, then shows what it reaches. */
export function NewConnection() {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.connection.create.mutationOptions({
      onSuccess: async ({ id }, { name }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.connection.pathKey() });
        toast.success(`Connection ${name} is added`);
        router.push(path(`/connections/${id}?tab=check`));
      },
    }),
  );
  return (
    <>
      <PageHeader crumbs={[{ label: 'Connections', href: path('/connections') }]} title="New connection" />
      <div className="min-h-0 flex-1 overflow-y-auto p-6">
        <Card className="mx-auto max-w-xl">
          <ConnectionForm
            initial={{ name: '', connector: Object.keys(connectorManifests)[0] ?? '', settings: {} }}
            saveLabel="Add connection"
            saving={create.isPending || create.isSuccess}
            saveError={errorParts(create.error)}
            onSave={(draft) => create.mutate({ workspace: slug, ...draft })}
          />
        </Card>
        <p className="mx-auto mt-3 max-w-xl text-sm text-ink-3">
          Passwords are encrypted before they are stored and never sent back to a browser.
        </p>
      </div>
    </>
  );
}
