import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { KeyPart } from '../ports/range-digests.ts';
import { hasOneOrder } from '../values/digest-form.ts';
import type { Value } from '../values/value.ts';
import type { Lane } from './lane.ts';

/** From and to which key, both included; null where the range has no end. */
export type KeyRange = { from: Value[] | null; to: Value[] | null };

/**
 * A range of keys of one side's stream as each side has it; null for all records.
 * Throws `INPUT_INVALID` for keys of another length, and where the two sides do not order keys alike.
 */
export function keyRange(
  lane: Lane,
  side: Side,
  { from, to }: KeyRange,
): Record<Side, Extract<KeyPart, { kind: 'range' }>> | null {
  if (!from && !to) return null;
  const keys = lane.fields.filter((field) => field.key);
  for (const end of [from, to]) {
    if (end && end.length !== keys.length) {
      const names = keys.map((field) => field[side]).join(', ');
      throw new SyncError('INPUT_INVALID', `A key of ${lane[side].stream.name} is ${names}.`);
    }
  }
  const typeOf = (name: Side, field: string) =>
    lane[name].stream.fields.find((each) => each.name === field)?.type;
  const alike = keys.every((field) => {
    const type = typeOf('left', field.left);
    return (
      type !== undefined &&
      hasOneOrder(type) &&
      JSON.stringify(type) === JSON.stringify(typeOf('right', field.right))
    );
  });
  if (!alike || lane.link) {
    throw new SyncError(
      'INPUT_INVALID',
      `${lane[side].stream.name} and ${lane[otherSide(side)].stream.name} may not order their keys alike: take all records.`,
    );
  }
  const bound = (name: Side, end: Value[] | null) =>
    end && {
      key: Object.fromEntries(keys.map((field, index) => [field[name], end[index] ?? null])),
      inclusive: true,
    };
  const range = (name: Side) => ({
    kind: 'range' as const,
    lower: bound(name, from),
    upper: bound(name, to),
  });
  return { left: range('left'), right: range('right') };
}
