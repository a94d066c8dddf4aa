'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Megaphone, Plus, Send } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AttemptStatus } from './attempt-status.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { channelKinds } from './channel-kinds.ts';

export type Channel = ApiOutput['alert']['channels'][number];

/** Sends a test; the answer stands in the row from then on. */
function TestButton({ channel }: { channel: Channel }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.alert.testChannel.mutationOptions({
      onSuccess: ({ ok, status, answer }) => {
        const said = [status, answer].filter((part) => part !== null && part !== '').join(' ');
        if (ok) toast.success(`${channel.name} took the test`, { description: said });
        else toast.error(`${channel.name} did not take the test`, { description: said });
      },
      onError: (error) => toast.error(errorParts(error)?.message ?? 'The test failed'),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() }),
    }),
  );
  return (
    <span className="relative z-1">
      <Button
        size="sm"
        icon={<Send aria-hidden />}
        loading={test.isPending}
        aria-label={`Test ${channel.name}`}
        onClick={() => test.mutate({ workspace: slug, id: channel.id })}
      >
        Test
      </Button>
    </span>
  );
}

const columns: Column<Channel>[] = [
  {
    id: 'name',
    header: 'Channel',
    width: '20%',
    cell: (row) => <span className="font-medium">{row.name}</span>,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '100px',
    cell: (row) => <span className="text-ink-2">{channelKinds[row.kind].label}</span>,
  },
  { id: 'target', header: 'To', cell: (row) => <code className="text-ink-2">{row.target}</code> },
  {
    id: 'quiet',
    header: 'Quiet hours',
    width: '18%',
    cell: ({ quietHours }) => (
      <span className="text-ink-2">
        {quietHours ? `${quietHours.from}–${quietHours.to}, ${quietHours.timeZone}` : 'None'}
      </span>
    ),
  },
  {
    id: 'last',
    header: 'Last attempt',
    width: '24%',
    cell: ({ last }) =>
      last ? <AttemptStatus attempt={last} /> : <span className="text-ink-3">None yet</span>,
  },
];

// Made once: a cell that is made anew forgets what its button is doing.
const columnsWithTest: Column<Channel>[] = [
  ...columns,
  {
    id: 'test',
    header: <span className="sr-only">Test</span>,
    width: '96px',
    align: 'right',
    cell: (row) => <TestButton channel={row} />,
  },
];

/** Where alerts can go; one opens to be changed. */
export function ChannelList() {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const [chosen, setChosen] = useQueryState('channel', parseAsString);
  const list = useQuery(trpc.alert.channels.queryOptions({ workspace: slug }));
  const editable = can('alert.saveChannel');
  const add = editable ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setChosen('new')}>
      New channel
    </Button>
  ) : null;
  const error = errorParts(list.error);
  const open = editable ? (list.data?.find(({ id }) => id === chosen) ?? null) : null;
  return (
    <>
      <div className="flex min-h-11 items-center justify-end border-b border-line px-4">{add}</div>
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows label="Loading channels" /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={<Megaphone />} title="No channel yet" actions={add}>
          A channel takes alerts out of the app: a webhook of your own, Slack, or e-mail. Rules name the
          channels that they tell.
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <DataTable
          label="Alert channels"
          columns={can('alert.testChannel') ? columnsWithTest : columns}
          rows={list.data}
          rowId={(row) => row.id}
          rowLabel={(row) => `Open ${row.name}`}
          onOpen={editable ? (row) => void setChosen(row.id) : undefined}
        />
      ) : null}
      {editable && (chosen === 'new' || open) ? (
        <ChannelDialog key={chosen} channel={open} onClose={() => void setChosen(null)} />
      ) : null}
    </>
  );
}
