'use client';

import { type Breaker, defaultBreaker } from '#core/flow/breaker.ts';
import { describeBreaker } from '#core/flow/describe-breaker.ts';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Switch } from '#ui/switch.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import type { InspectorProps } from '../node-views.ts';

/** The limits beyond which the lane stops and asks (E12). */
export function BreakerSection({ node, readOnly, onEdit, onEditEnd }: InspectorProps<'conflict'>) {
  const breaker = node.breaker ?? defaultBreaker;
  const change = (name: string, part: Partial<Breaker>) =>
    onEdit((draft) => {
      const now = draft.breaker === undefined || draft.breaker === 'off' ? defaultBreaker : draft.breaker;
      draft.breaker = { ...now, ...part };
    }, `breaker ${name}`);
  return (
    <InspectorSection
      title="Breaker"
      description={`Before a mass delete or overwrite is carried, the lane stops and asks. It ${describeBreaker(breaker)}.`}
    >
      <div className="flex flex-col gap-3">
        <Switch
          label="Stop before mass changes"
          checked={breaker !== 'off'}
          disabled={readOnly}
          onChange={(on) =>
            onEdit((draft) => {
              draft.breaker = on ? defaultBreaker : 'off';
            })
          }
        />
        {breaker === 'off' ? null : (
          <div className="grid grid-cols-2 gap-3">
            <Figure
              label="More deletes than"
              value={breaker.deletes}
              readOnly={readOnly}
              onEditEnd={onEditEnd}
              onChange={(deletes) => change('deletes', { deletes })}
            />
            <Percent
              label="Share of deletes, %"
              share={breaker.deletesShare}
              readOnly={readOnly}
              onEditEnd={onEditEnd}
              onChange={(deletesShare) => change('deletesShare', { deletesShare })}
            />
            <Figure
              label="More overwrites than"
              value={breaker.overwrites}
              readOnly={readOnly}
              onEditEnd={onEditEnd}
              onChange={(overwrites) => change('overwrites', { overwrites })}
            />
            <Percent
              label="Share of overwrites, %"
              share={breaker.overwritesShare}
              readOnly={readOnly}
              onEditEnd={onEditEnd}
              onChange={(overwritesShare) => change('overwritesShare', { overwritesShare })}
            />
            <Field label="Within seconds">
              <Input
                type="number"
                min={1}
                max={86_400}
                value={breaker.seconds}
                disabled={readOnly}
                onBlur={onEditEnd}
                onChange={(event) => {
                  const seconds = Math.trunc(event.target.valueAsNumber);
                  if (seconds >= 1 && seconds <= 86_400) change('seconds', { seconds });
                }}
              />
            </Field>
          </div>
        )}
      </div>
    </InspectorSection>
  );
}

type Common = { label: string; readOnly: boolean; onEditEnd: () => void };

/** A number of records; empty sets no limit. */
function Figure({
  label,
  value,
  readOnly,
  onChange,
  onEditEnd,
}: Common & { value: number | 'off'; onChange: (value: number | 'off') => void }) {
  return (
    <Field label={label}>
      <Input
        type="number"
        min={0}
        placeholder="no limit"
        value={value === 'off' ? '' : value}
        disabled={readOnly}
        onBlur={onEditEnd}
        onChange={(event) => {
          const number = Math.trunc(event.target.valueAsNumber);
          if (event.target.value === '') onChange('off');
          else if (number >= 0 && number <= 1_000_000_000) onChange(number);
        }}
      />
    </Field>
  );
}

/** A share, shown in percent. */
function Percent({
  label,
  share,
  readOnly,
  onChange,
  onEditEnd,
}: Common & { share: number; onChange: (share: number) => void }) {
  return (
    <Field label={label}>
      <Input
        type="number"
        min={0}
        max={100}
        step="any"
        value={Math.round(share * 10_000) / 100}
        disabled={readOnly}
        onBlur={onEditEnd}
        onChange={(event) => {
          const percent = event.target.valueAsNumber;
          if (percent >= 0 && percent <= 100) onChange(percent / 100);
        }}
      />
    </Field>
  );
}
