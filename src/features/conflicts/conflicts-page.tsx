'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import { ChoiceList } from '#ui/choice-list.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConflictLog } from './conflict-log.tsx';
import { HeldQueue } from './held-queue.tsx';
import { ParkedList } from './parked-list.tsx';

const states = ['held', 'parked', 'decided'] as const;

function FlowFilter({ flowId, onChange }: { flowId: string | null; onChange: (id: string | null) => void }) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug);
  const name = flows.data?.find((flow) => flow.id === flowId)?.name;
  return (
    <FilterChip label="Flow" value={flowId ? (name ?? flowId) : null} onClear={() => onChange(null)}>
      {(close) => (
        <ChoiceList
          label="Flow"
          choices={(flows.data ?? []).map((flow) => ({ value: flow.id, label: flow.name }))}
          chosen={flowId ? [flowId] : []}
          onToggle={(id) => {
            onChange(id === flowId ? null : id);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

/** Records that wait, held for a person's decision or parked after a failure, and all that was decided. */
export function ConflictsPage() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [state, setState] = useQueryState('state', parseAsStringLiteral(states).withDefault('held'));
  const [flowId, setFlowId] = useQueryState('flow', parseAsString);
  const filter = { workspace: slug, flowId: flowId ?? undefined, limit: 1 };
  const refetchInterval = 5_000;
  const held = useQuery(trpc.conflict.list.queryOptions({ ...filter, state: 'held' }, { refetchInterval }));
  const parked = useQuery(
    trpc.conflict.list.queryOptions({ ...filter, state: 'parked' }, { refetchInterval }),
  );
  const decided = useQuery(
    trpc.conflict.counts.queryOptions(
      { workspace: slug, filter: { flowId: flowId ?? undefined, conflict: {} } },
      { refetchInterval: 15_000 },
    ),
  );
  return (
    <>
      <PageHeader title="Conflicts" />
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        <Tabs
          label="Kinds of waiting records"
          value={state}
          onChange={(next) => void setState(next)}
          actions={
            state === 'decided' ? null : <FlowFilter flowId={flowId} onChange={(id) => void setFlowId(id)} />
          }
          tabs={[
            {
              value: 'held',
              label: 'Waiting for a decision',
              count: held.data?.total,
              content: <HeldQueue flowId={flowId} />,
            },
            {
              value: 'parked',
              label: 'Parked after a failure',
              count: parked.data?.total,
              content: <ParkedList flowId={flowId} />,
            },
            { value: 'decided', label: 'Decided', count: decided.data?.conflicts, content: <ConflictLog /> },
          ]}
        />
      </div>
    </>
  );
}
