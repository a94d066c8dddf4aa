'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { IssueSort, IssueState } from '#core/issues/issue.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { Button } from '#ui/button.tsx';
import { ChoiceList } from '#ui/choice-list.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { SearchBox } from '../records/search-box.tsx';
import { toggled } from '../records/toggled.ts';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { type IssueParams, isFiltered, noIssueFilters } from './issue-filters.ts';
import { issueStates } from './issue-state-dot.tsx';

const sorts: Record<IssueSort, string> = {
  recent: 'seen last',
  open: 'most open',
  records: 'most records',
  first: 'newest',
};

type Props = { params: IssueParams; set: (change: Partial<IssueParams>) => void };

function AssigneeChip({ params, set }: Props) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const members = useQuery(trpc.member.list.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  const people = (members.data?.members ?? []).map(({ userId, name, email }) => ({
    value: userId,
    label: name || email,
  }));
  const choices = [{ value: 'nobody', label: 'Nobody' }, ...people];
  const { assignee } = params;
  return (
    <FilterChip
      label="Assigned to"
      value={assignee && (choices.find(({ value }) => value === assignee)?.label ?? assignee)}
      onClear={() => set({ assignee: null })}
    >
      {(close) => (
        <ChoiceList
          label="Assigned to"
          choices={choices}
          chosen={assignee ? [assignee] : []}
          onToggle={(id) => {
            set({ assignee: id === assignee ? null : id });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

/** The row of filters over the issues. */
export function IssueFilterBar({ params, set }: Props) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug);
  const { flow, state, sort } = params;
  return (
    <search className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <Segmented
        label="Kind"
        value={params.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: 'failure', label: 'Failures' },
          { value: 'decision', label: 'Decided by rules' },
        ]}
      />
      <SearchBox
        value={params.q}
        onChange={(q) => set({ q })}
        label="Search issues"
        placeholder="Field, constraint or rule"
      />
      <FilterChip
        label="State"
        value={state?.map((each) => issueStates[each].label).join(', ') ?? null}
        onClear={() => set({ state: null })}
      >
        <ChoiceList
          label="State"
          choices={IssueState.options.map((value) => ({ value, label: issueStates[value].label }))}
          chosen={state ?? []}
          onToggle={(value) => set({ state: toggled(state, value) })}
        />
      </FilterChip>
      <FilterChip
        label="Flow"
        value={flow && (flows.data?.find(({ id }) => id === flow)?.name ?? flow)}
        onClear={() => set({ flow: null })}
      >
        {(close) => (
          <ChoiceList
            label="Flow"
            choices={(flows.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            chosen={flow ? [flow] : []}
            onToggle={(id) => {
              set({ flow: id === flow ? null : id });
              close();
            }}
          />
        )}
      </FilterChip>
      <AssigneeChip params={params} set={set} />
      <FilterChip label="Sort" value={sorts[sort]} onClear={() => set({ sort: 'recent' })}>
        {(close) => (
          <ChoiceList
            label="Sort"
            choices={IssueSort.options.map((value) => ({ value, label: sorts[value] }))}
            chosen={[sort]}
            onToggle={(value) => {
              set({ sort: value });
              close();
            }}
          />
        )}
      </FilterChip>
      {isFiltered(params) ? (
        <Button variant="ghost" icon={<X aria-hidden />} onClick={() => set(noIssueFilters)}>
          Clear all
        </Button>
      ) : null}
    </search>
  );
}
