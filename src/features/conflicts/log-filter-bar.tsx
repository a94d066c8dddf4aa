'use client';

import { X } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { ChoiceList } from '#ui/choice-list.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { laneChoices } from '../records/lane-choices.ts';
import { TimeRangeChip } from '../records/time-range-chip.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { isLogFiltered, type LogParams } from './log-filters.ts';
import { useFlowGraph } from './use-flow-graph.ts';
import { fieldWords, winnerLabels } from './verdict-words.ts';

type Choice<T extends string> = { value: T; label: string };

/** A filter of which one value, or none, is chosen. */
function OneOf<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T | null;
  choices: readonly Choice<T>[];
  onChange: (value: T | null) => void;
}) {
  const known = choices.find((choice) => choice.value === value);
  return (
    <FilterChip
      label={label}
      value={value === null ? null : (known?.label ?? value)}
      onClear={() => onChange(null)}
    >
      {(close) => (
        <ChoiceList
          label={label}
          choices={choices}
          chosen={value === null ? [] : [value]}
          onToggle={(next) => {
            onChange(next === value ? null : next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

/** The row of filters over the log of decided conflicts. */
export function LogFilterBar({
  params,
  known,
  set,
  clear,
}: {
  params: LogParams;
  /** Fields and rules that the log has. */
  known: { fields: string[]; rules: string[] };
  set: (change: Partial<LogParams>) => void;
  clear: () => void;
}) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug);
  const lanes = laneChoices(useFlowGraph(params.flow));
  return (
    <search className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <OneOf
        label="Flow"
        value={params.flow}
        choices={(flows.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(flow) => set({ flow, lane: null })}
      />
      {lanes.length > 1 || params.lane ? (
        <OneOf label="Lane" value={params.lane} choices={lanes} onChange={(lane) => set({ lane })} />
      ) : null}
      <OneOf
        label="Field"
        value={params.field}
        choices={known.fields.map((field) => ({ value: field, label: fieldWords(field) }))}
        onChange={(field) => set({ field })}
      />
      <OneOf
        label="Rule"
        value={params.rule}
        choices={known.rules.map((rule) => ({ value: rule, label: rule }))}
        onChange={(rule) => set({ rule })}
      />
      <OneOf
        label="Winner"
        value={params.winner}
        choices={(['left', 'right', 'merged'] as const).map((value) => ({
          value,
          label: winnerLabels[value],
        }))}
        onChange={(winner) => set({ winner })}
      />
      <OneOf
        label="Decided by"
        value={params.by}
        choices={[
          { value: 'rule', label: 'A rule' },
          { value: 'person', label: 'A person' },
        ]}
        onChange={(by) => set({ by })}
      />
      <OneOf
        label="Came from"
        value={params.side}
        choices={[
          { value: 'left', label: 'Left side' },
          { value: 'right', label: 'Right side' },
        ]}
        onChange={(side) => set({ side })}
      />
      <TimeRangeChip params={params} set={set} />
      {params.operation ? (
        <FilterChip label="Operation" value={params.operation} onClear={() => set({ operation: null })}>
          <p className="p-2 font-mono text-sm break-all">{params.operation}</p>
        </FilterChip>
      ) : null}
      {isLogFiltered(params) ? (
        <Button variant="ghost" size="sm" icon={<X aria-hidden />} onClick={clear}>
          Clear all
        </Button>
      ) : null}
    </search>
  );
}
