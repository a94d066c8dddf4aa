'use client';

import { useQuery } from '@tanstack/react-query';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { isOfLanes } from '#core/alerts/find-rule-problem.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { useLaneNames } from '../records/use-lane-names.ts';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConditionFields, conditionChoices } from './condition-fields.tsx';
import type { RuleValues } from './rule-values.ts';

type Form = UseFormReturn<RuleValues>;

/** Radix takes no empty value. */
const all = '*';

/** What a rule watches, and where: every flow, one, or one lane of it. */
export function WatchedFields({ form }: { form: Form }) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug).data ?? [];
  const flowId = form.watch('flowId');
  const [kind, figure] = [form.watch('kind'), form.watch('figure')];
  const scoped = kind !== 'runner';
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Controller
          control={form.control}
          name="kind"
          render={({ field }) => (
            <Field label="Watch for">
              <Select value={field.value} onChange={field.onChange} options={conditionChoices} />
            </Field>
          )}
        />
        {scoped ? (
          <Controller
            control={form.control}
            name="flowId"
            render={({ field }) => (
              <Field label="In">
                <Select
                  value={field.value || all}
                  onChange={(next) => {
                    field.onChange(next === all ? '' : next);
                    form.setValue('laneId', '');
                  }}
                  options={[
                    { value: all, label: 'Every flow' },
                    ...flows.map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                />
              </Field>
            )}
          />
        ) : null}
      </div>
      {flowId && isOfLanes({ kind, figure }) ? <LaneField form={form} flowId={flowId} /> : null}
      <ConditionFields form={form} />
    </>
  );
}

function LaneField({ form, flowId }: { form: Form; flowId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const status = useQuery(trpc.flow.status.queryOptions({ workspace: slug, id: flowId })).data;
  const namesOf = useLaneNames(slug, [flowId]);
  const named = (laneId: string) => {
    const ends = namesOf(flowId, laneId);
    return ends ? `${ends.left.stream ?? ''} – ${ends.right.stream ?? ''}` : laneId.slice(flowId.length + 1);
  };
  return (
    <Controller
      control={form.control}
      name="laneId"
      render={({ field }) => {
        const ids = new Set(
          [...(status?.lanes ?? []).map(({ laneId }) => laneId), field.value].filter(Boolean),
        );
        return (
          <Field label="Lane">
            <Select
              value={field.value || all}
              onChange={(next) => field.onChange(next === all ? '' : next)}
              options={[
                { value: all, label: 'Each lane' },
                ...[...ids].map((id) => ({ value: id, label: named(id) })),
              ]}
            />
          </Field>
        );
      }}
    />
  );
}
