'use client';

import type { Naming } from '#core/tables/apply-naming.ts';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';

const shown: Record<Naming, string> = {
  snake: 'account_owner',
  camel: 'accountOwner',
  pascal: 'AccountOwner',
  keep: 'As in the source',
};

/** How new names are written; at first as the target's own names are. */
export function NamingSelect({
  value,
  detected,
  disabled,
  onChange,
}: {
  value: Naming | null;
  detected: Naming | null;
  disabled: boolean;
  onChange: (naming: Naming) => void;
}) {
  const current = value ?? detected;
  return (
    <Field label="Names">
      <Select
        value={current}
        disabled={disabled}
        options={(['snake', 'camel', 'pascal', 'keep'] as const).map((naming) => ({
          value: naming,
          label: shown[naming],
          ...(naming === detected ? { hint: naming === 'keep' ? '' : 'as there' } : {}),
        }))}
        onChange={onChange}
      />
    </Field>
  );
}
