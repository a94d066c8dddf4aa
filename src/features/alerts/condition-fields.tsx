'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { figures } from '#core/figures/figure.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { NumberField } from './number-field.tsx';
import { figureScale, type RuleValues } from './rule-values.ts';

export const conditionChoices: { value: RuleValues['kind']; label: string }[] = [
  { value: 'figure', label: 'A figure' },
  { value: 'issue', label: 'A new issue' },
  { value: 'failures', label: 'Records that fail' },
  { value: 'hold', label: 'A record that is held' },
  { value: 'breaker', label: 'A breaker that stopped a lane' },
  { value: 'drift', label: 'A changed stream' },
  { value: 'flow', label: 'A flow that does not run' },
  { value: 'verify', label: 'Differences that a comparison found' },
  { value: 'runner', label: 'Runners that are missing' },
];

const figureChoices = Object.entries(figures).map(([value, { label }]) => ({
  value: value as RuleValues['figure'],
  label,
}));

type Form = UseFormReturn<RuleValues>;

function FigureFields({ form }: { form: Form }) {
  const figure = form.watch('figure');
  const { unit } = figureScale(figure);
  const { meaning, over } = figures[figure];
  return (
    <div className="grid grid-cols-[1fr_120px] gap-3">
      <Controller
        control={form.control}
        name="figure"
        render={({ field }) => (
          <Field label="Figure">
            <Select value={field.value} onChange={field.onChange} options={figureChoices} />
          </Field>
        )}
      />
      <Controller
        control={form.control}
        name="comparison"
        render={({ field }) => (
          <Field label="Is">
            <Select
              value={field.value}
              onChange={field.onChange}
              options={[
                { value: 'above', label: 'above' },
                { value: 'below', label: 'below' },
              ]}
            />
          </Field>
        )}
      />
      <p className="col-span-2 -mt-2 text-sm text-ink-3">{meaning}</p>
      <div className="col-span-2 grid grid-cols-3 gap-3">
        <NumberField form={form} name="threshold" label={`Threshold (${unit})`} />
        <NumberField
          form={form}
          name="clearAt"
          label={`Well again at (${unit})`}
          hint="Empty: at the threshold."
        />
        {over === 'window' ? <NumberField form={form} name="minutes" label="In the last (minutes)" /> : null}
      </div>
    </div>
  );
}

function FailureFields({ form }: { form: Form }) {
  return (
    <div className="grid grid-cols-3 gap-3">
      <NumberField form={form} name="count" label="Records, at least" />
      <NumberField form={form} name="minutes" label="Within (minutes)" />
      <Field
        label="With the code"
        hint="Empty: every code, each counted by itself."
        error={form.formState.errors.code?.message}
      >
        <Input mono placeholder="UNIQUE_VIOLATION" {...form.register('code')} />
      </Field>
    </div>
  );
}

/** What the chosen condition wants to know. */
export function ConditionFields({ form }: { form: Form }) {
  switch (form.watch('kind')) {
    case 'figure':
      return <FigureFields form={form} />;
    case 'issue':
      return <NumberField form={form} name="minutes" label="Within the last (minutes)" className="w-1/2" />;
    case 'failures':
      return <FailureFields form={form} />;
    case 'hold':
      return (
        <NumberField form={form} name="heldMinutes" label="For longer than (minutes)" className="w-1/2" />
      );
    case 'drift':
      return (
        <Controller
          control={form.control}
          name="stoppingOnly"
          render={({ field }) => (
            <Checkbox checked={field.value} onChange={field.onChange}>
              Only where something is not carried for it
            </Checkbox>
          )}
        />
      );
    case 'flow':
      return (
        <Controller
          control={form.control}
          name="state"
          render={({ field }) => (
            <Field label="Because it" className="w-1/2">
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: 'failing', label: 'fails' },
                  { value: 'paused', label: 'was paused' },
                ]}
              />
            </Field>
          )}
        />
      );
    case 'runner':
      return <NumberField form={form} name="atLeast" label="There should be at least" className="w-1/2" />;
    case 'breaker':
    case 'verify':
      return null;
  }
}
