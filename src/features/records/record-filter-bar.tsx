'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { ErrorCode } from '#core/errors/codes.ts';
import { LedgerCause, LedgerOp, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { Button } from '#ui/button.tsx';
import { ChoiceList } from '#ui/choice-list.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { FilterInput } from './filter-input.tsx';
import { LedgerStatusDot, ledgerStatuses } from './ledger-status-dot.tsx';
import { isFiltered, type RecordParams } from './record-filters.ts';
import { keyText } from './record-title.ts';
import { SearchBox } from './search-box.tsx';
import { TimeRangeChip } from './time-range-chip.tsx';
import { toggled } from './toggled.ts';
import { TookChip } from './took-chip.tsx';

/** Sets some parts of the filter; goes back to the first page. */
export type SetFilters = (change: Partial<RecordParams>) => void;

const opLabels = { insert: 'Insert', update: 'Update', delete: 'Delete', truncate: 'Truncate' };

const causeLabels: Record<LedgerCause, string> = {
  live: 'A change as it came',
  snapshot: 'A first sync',
  replay: 'A replay',
  revert: 'A revert',
  're-decide': 'A decision made again',
  repair: 'A repair',
};

/** The row of filters over the records. */
export function RecordFilterBar({
  params,
  set,
  clear,
}: {
  params: RecordParams;
  set: SetFilters;
  clear: () => void;
}) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug);
  const flow = flows.data?.find((candidate) => candidate.id === params.flow);
  const [search] = useState(() => (q: string | null) => set({ q }));
  return (
    <search className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <SearchBox value={params.q} onChange={search} label="Search records" placeholder="Key or any value" />
      <FilterChip
        label="Flow"
        value={params.flow ? (flow?.name ?? params.flow) : null}
        onClear={() => set({ flow: null, lane: null })}
      >
        {(close) => (
          <ChoiceList
            label="Flow"
            choices={(flows.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            chosen={params.flow ? [params.flow] : []}
            onToggle={(id) => {
              set({ flow: id === params.flow ? null : id, lane: null });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label="Status"
        value={params.status?.map((status) => ledgerStatuses[status].label).join(', ') ?? null}
        onClear={() => set({ status: null })}
      >
        <ChoiceList
          label="Status"
          choices={LedgerStatus.options.map((status) => ({
            value: status,
            label: ledgerStatuses[status].label,
            content: <LedgerStatusDot status={status} />,
          }))}
          chosen={params.status ?? []}
          onToggle={(status) => set({ status: toggled(params.status, status) })}
        />
      </FilterChip>
      <FilterChip
        label="Operation"
        value={params.op?.map((op) => opLabels[op]).join(', ') ?? null}
        onClear={() => set({ op: null })}
      >
        <ChoiceList
          label="Operation"
          choices={LedgerOp.options.map((op) => ({ value: op, label: opLabels[op] }))}
          chosen={params.op ?? []}
          onToggle={(op) => set({ op: toggled(params.op, op) })}
        />
      </FilterChip>
      <FilterChip
        label="Code"
        className="w-72 p-1"
        value={params.code?.join(', ') ?? null}
        onClear={() => set({ code: null })}
      >
        <ChoiceList
          label="Code"
          choices={ErrorCode.options.map((code) => ({ value: code, label: code }))}
          chosen={params.code ?? []}
          onToggle={(code) => set({ code: toggled(params.code, code) })}
        />
      </FilterChip>
      <FilterChip
        label="Came from"
        value={params.side ? `${params.side} side` : null}
        onClear={() => set({ side: null })}
      >
        {(close) => (
          <ChoiceList
            label="Came from"
            choices={[
              { value: 'left', label: 'Left side' },
              { value: 'right', label: 'Right side' },
            ]}
            chosen={params.side ? [params.side] : []}
            onToggle={(side) => {
              set({ side: side === params.side ? null : side });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip label="Changed field" value={params.field} onClear={() => set({ field: null })}>
        {(close) => (
          <FilterInput
            label="Name of the field on the side that changed"
            placeholder="Field on the side that changed"
            value={params.field}
            onChange={(field) => {
              set({ field });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label="Cause"
        value={params.cause && causeLabels[params.cause]}
        onClear={() => set({ cause: null })}
      >
        {(close) => (
          <ChoiceList
            label="Cause"
            choices={LedgerCause.options.map((cause) => ({ value: cause, label: causeLabels[cause] }))}
            chosen={params.cause ? [params.cause] : []}
            onToggle={(cause) => {
              set({ cause: cause === params.cause ? null : cause });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label="Version"
        value={params.version === null ? null : String(params.version)}
        onClear={() => set({ version: null })}
      >
        {(close) => (
          <FilterInput
            label="Number of the flow’s version"
            placeholder="Number of the flow’s version"
            value={params.version === null ? null : String(params.version)}
            onChange={(text) => {
              set({ version: text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null });
              close();
            }}
          />
        )}
      </FilterChip>
      <TimeRangeChip params={params} set={set} />
      <TookChip took={params} set={set} />
      {params.tx ? (
        <FilterChip label="Transaction" value={params.tx} onClear={() => set({ tx: null })}>
          <p className="break-all p-2 font-mono text-sm">{params.tx}</p>
        </FilterChip>
      ) : null}
      {params.record ? (
        <FilterChip label="Record" value={keyText(params.record)} onClear={() => set({ record: null })}>
          <p className="p-2 font-mono text-sm break-all">{params.record}</p>
        </FilterChip>
      ) : null}
      {params.operation ? (
        <FilterChip label="Bulk action" value={params.operation} onClear={() => set({ operation: null })}>
          <p className="p-2 font-mono text-sm break-all">{params.operation}</p>
        </FilterChip>
      ) : null}
      {isFiltered(params) ? (
        <Button variant="ghost" size="sm" icon={<X aria-hidden />} onClick={clear}>
          Clear all
        </Button>
      ) : null}
    </search>
  );
}
