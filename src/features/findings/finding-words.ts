import type { Disagreement } from '#core/ledger/verify-report.ts';
import { type ShownValue, shownText } from '#core/masking/shown-value.ts';

/** What a finding is called. */
export const findingKinds: Record<Disagreement['kind'], string> = {
  differ: 'Differs',
  'only-left': 'Only left',
  'only-right': 'Only right',
};

/** A field that differs, with what each side holds; null where rows were not kept. */
export type Difference = { field: string; left: string | null; right: string | null };

/** The fields that differ, in both sides' values as far as these were kept. */
export function differences({ fields, rightFields, left, right }: Disagreement): Difference[] {
  const text = (value: ShownValue | undefined) => shownText(value, 'null');
  return fields.map((field, index) => ({
    field,
    left: left && text(left[field]),
    right: right && text(right[rightFields[index] ?? field]),
  }));
}
