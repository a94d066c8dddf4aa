import { describeType } from '#core/values/describe-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { plainKinds } from '#core/values/plain-kinds.ts';

const common: readonly NeutralType[] = [
  { kind: 'text' },
  { kind: 'decimal' },
  ...plainKinds.map((kind) => ({ kind })),
  { kind: 'timestamptz', precision: 6 },
  { kind: 'timestamp', precision: 6 },
  { kind: 'time', precision: 6 },
  { kind: 'array', of: { kind: 'text' } },
];

/** The types that a field of code can be given by hand, and the one that it has; each with the key it is chosen by. */
export function typeChoices(present: NeutralType): { value: string; label: string; type: NeutralType }[] {
  const choices = common.map((type) => ({ value: JSON.stringify(type), label: describeType(type), type }));
  const value = JSON.stringify(present);
  if (choices.some((choice) => choice.value === value)) return choices;
  return [{ value, label: describeType(present), type: present }, ...choices];
}
