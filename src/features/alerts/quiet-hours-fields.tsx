'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { Checkbox } from '#ui/checkbox.tsx';
import { Combobox } from '#ui/combobox.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Switch } from '#ui/switch.tsx';
import type { ChannelValues } from './channel-values.ts';
import { severityChoices } from './severity-dot.tsx';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, index) => ({
  value: index + 1,
  label,
}));
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }));

type Form = UseFormReturn<ChannelValues>;

/** Several of a few, side by side. */
function Several<T extends string | number>({
  legend,
  choices,
  chosen,
  onChange,
  error,
}: {
  legend: string;
  choices: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  error: string | undefined;
}) {
  return (
    <fieldset>
      <legend className="text-sm font-medium text-ink-2">{legend}</legend>
      <div className="flex flex-wrap gap-x-4">
        {choices.map(({ value, label }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onChange={(checked) =>
              onChange(checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          >
            {label}
          </Checkbox>
        ))}
      </div>
      {error ? (
        <p role="alert" className="text-sm text-fail">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** When the channel is not to be used for what can wait. */
export function QuietHoursFields({ form }: { form: Form }) {
  const { errors } = form.formState;
  return (
    <section aria-label="Quiet hours" className="flex flex-col gap-3 border-t border-line pt-3">
      <Controller
        control={form.control}
        name="quiet"
        render={({ field }) => <Switch checked={field.value} onChange={field.onChange} label="Quiet hours" />}
      />
      {form.watch('quiet') ? (
        <>
          <div className="grid grid-cols-[116px_116px_1fr] gap-3">
            <Field label="From" error={errors.begins?.message}>
              <Input type="time" {...form.register('begins')} />
            </Field>
            <Field label="To" error={errors.ends?.message}>
              <Input type="time" {...form.register('ends')} />
            </Field>
            <Controller
              control={form.control}
              name="timeZone"
              render={({ field }) => (
                <Field label="Time zone" error={errors.timeZone?.message}>
                  <Combobox value={field.value} onChange={field.onChange} options={zones} />
                </Field>
              )}
            />
          </div>
          <Controller
            control={form.control}
            name="days"
            render={({ field }) => (
              <Several
                legend="Beginning on"
                choices={days}
                chosen={field.value}
                onChange={field.onChange}
                error={errors.days?.message}
              />
            )}
          />
          <Controller
            control={form.control}
            name="letThrough"
            render={({ field }) => (
              <Several
                legend="Told all the same"
                choices={severityChoices}
                chosen={field.value}
                onChange={field.onChange}
                error={errors.letThrough?.message}
              />
            )}
          />
          <p className="text-sm text-ink-3">What is held back comes as one digest when they end.</p>
        </>
      ) : null}
    </section>
  );
}
