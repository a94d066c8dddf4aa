'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { connectionAddress } from './connection-address.ts';
import { ConnectionSettings } from './connection-settings.tsx';
import { ConnectionTestStatus } from './connection-test-status.tsx';
import { CreateStreamsButton } from './create-streams-button.tsx';
import { PreflightList } from './preflight-list.tsx';
import { StreamBrowser } from './stream-browser.tsx';

const tabs = ['streams', 'check', 'settings'] as const;

function TestButton({ id }: { id: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.connection.test.mutationOptions({
      onSuccess: ({ server, latencyMs }) =>
        toast.success('Connected', { description: `${server}, ${Math.max(1, Math.round(latencyMs))} ms` }),
      onError: (error) => {
        const parts = errorParts(error);
        toast.error(parts?.message ?? 'The test failed', { description: parts?.remedy });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.connection.pathKey() }),
    }),
  );
  return (
    <Button
      icon={<PlugZap aria-hidden />}
      loading={test.isPending}
      onClick={() => test.mutate({ workspace: slug, id })}
    >
      Test
    </Button>
  );
}

/** One connection: what it reaches, what is in the way, its settings. */
export function ConnectionDetail({ id }: { id: string }) {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('streams'));
  const connection = useQuery(trpc.connection.get.queryOptions({ workspace: slug, id }));
  const error = errorParts(connection.error);
  const found = connection.data;
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Connections', href: path('/connections') }]}
        title={found?.name ?? '…'}
        status={found ? <ConnectionTestStatus test={found.lastTest} /> : null}
        actions={
          <>
            {found ? <code className="text-ink-3">{connectionAddress(found.config)}</code> : null}
            {found && can('table.create') ? <CreateStreamsButton connection={found.name} /> : null}
            {can('connection.test') ? <TestButton id={id} /> : null}
          </>
        }
      />
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void connection.refetch()} /> : null}
      {connection.isPending ? <SkeletonRows label="Loading the connection" /> : null}
      {found ? (
        <div className="flex min-h-0 flex-1 flex-col bg-surface">
          <Tabs
            label="Parts of the connection"
            value={tab}
            onChange={(next) => void setTab(next)}
            tabs={[
              { value: 'streams', label: 'Streams', content: <StreamBrowser connectionId={id} /> },
              ...(can('connection.preflight')
                ? [{ value: 'check' as const, label: 'Check', content: <PreflightList connectionId={id} /> }]
                : []),
              ...(can('connection.update')
                ? [
                    {
                      value: 'settings' as const,
                      label: 'Settings',
                      content: <ConnectionSettings connection={found} />,
                    },
                  ]
                : []),
            ]}
          />
        </div>
      ) : null}
    </>
  );
}
