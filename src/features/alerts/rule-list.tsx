'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BellPlus, Plus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { describeCondition } from '#core/alerts/describe-condition.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { SeverityDot } from './severity-dot.tsx';

export type Rule = ApiOutput['alert']['rules'][number];

function RuleState({ rule }: { rule: Rule }) {
  if (!rule.enabled) {
    return (
      <StatusDot tone="neutral" hollow>
        Off
      </StatusDot>
    );
  }
  if (rule.muted) {
    return (
      <StatusDot tone="neutral" hollow>
        {rule.firing > 0 ? `Muted, ${rule.firing.toLocaleString('en')}` : 'Muted'}
      </StatusDot>
    );
  }
  if (rule.firing > 0)
    return <StatusDot tone="fail">{`${rule.firing.toLocaleString('en')} firing`}</StatusDot>;
  return (
    <StatusDot tone="ok" quiet>
      Well
    </StatusDot>
  );
}

const columns = (channels: Map<string, string>): Column<Rule>[] => [
  {
    id: 'name',
    header: 'Rule',
    width: '26%',
    cell: (row) => <span className="font-medium">{row.name}</span>,
  },
  { id: 'state', header: 'State', width: '96px', cell: (row) => <RuleState rule={row} /> },
  {
    id: 'severity',
    header: 'Severity',
    width: '96px',
    cell: (row) => <SeverityDot severity={row.severity} quiet={row.firing === 0} />,
  },
  {
    id: 'condition',
    header: 'Condition',
    cell: (row) => <span className="text-ink-2">{describeCondition(row)}</span>,
  },
  {
    id: 'flow',
    header: 'Flow',
    width: '13%',
    cell: (row) => (
      <span className="text-ink-2">
        {row.flowName ?? 'Every flow'}
        {row.laneId ? ', one lane' : ''}
      </span>
    ),
  },
  {
    id: 'channels',
    header: 'Channels',
    width: '15%',
    cell: ({ channelIds }) => (
      <span className="text-ink-2">
        {channelIds.map((id) => channels.get(id)).join(', ') || 'Only here in the app'}
      </span>
    ),
  },
];

/** The workspace's rules; one opens to be changed. */
export function RuleList() {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useQueryState('edit', parseAsString);
  const list = useQuery(trpc.alert.rules.queryOptions({ workspace: slug }, { refetchInterval: 5_000 }));
  const channels = useQuery(trpc.alert.channels.queryOptions({ workspace: slug }));
  const remove = useMutation(
    trpc.alert.deleteRule.mutationOptions({
      onSuccess: (_, { id }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() });
        // Another one may have been opened meanwhile.
        void setChosen((now) => (now === id ? null : now));
      },
    }),
  );
  const error = errorParts(list.error ?? remove.error);
  const names = new Map(channels.data?.map(({ id, name }) => [id, name]));
  const add = can('alert.saveRule') ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setChosen('new')}>
      New rule
    </Button>
  ) : null;
  const open = list.data?.find(({ id }) => id === chosen) ?? null;
  return (
    <>
      <div className="flex min-h-11 items-center justify-end border-b border-line px-4">{add}</div>
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows label="Loading rules" /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={<BellPlus />} title="No rule yet" actions={add}>
          A rule watches a figure, failures, holds, breakers or the flows themselves, and says so when
          something is wrong.
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <DataTable
          label="Alert rules"
          columns={columns(names)}
          rows={list.data}
          rowId={(row) => row.id}
          rowLabel={(row) => `Open ${row.name}`}
          onOpen={(row) => void setChosen(row.id)}
        />
      ) : null}
      {chosen === 'new' || open ? (
        <RuleDialog
          key={chosen}
          rule={open}
          channels={channels.data ?? []}
          onClose={() => void setChosen(null)}
          onDelete={open ? () => remove.mutate({ workspace: slug, id: open.id }) : null}
          deleting={remove.isPending}
        />
      ) : null}
    </>
  );
}
