import { put } from '#lib/put.ts';
import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { Row, Value } from '../values/value.ts';
import type { AgreedPairs } from './agreed-since.ts';
import type { Base } from './base.ts';
import type { DecideField } from './decision.ts';
import { isSameOn } from './is-same-on.ts';

/** Which sides changed a field since the base; `unknown` where the base does not tell. */
export type Changed = Record<Side, boolean> | 'unknown';

/** Compares a field of both sides with the base (E5). A record that did not exist was changed by both. */
export function changedSince(
  base: Base,
  agreed: AgreedPairs,
  field: DecideField,
  left: Value,
  right: Value,
): Changed {
  const pair = agreed[field.left];
  if (pair) {
    return {
      left: field.digest.left(left) !== field.digest.left(pair.left),
      right: field.digest.right(right) !== field.digest.right(pair.right),
    };
  }
  const changes = {
    left: changedOn(base, field, 'left', left),
    right: changedOn(base, field, 'right', right),
  };
  if (changes.left === 'unknown' || changes.right === 'unknown') return 'unknown';
  return { left: changes.left, right: changes.right };
}

/** The value on which both sides last agreed, as each spells it; null where it is not known, or there was none. */
export function baseValues(base: Base, agreed: AgreedPairs, field: DecideField): Record<Side, Value> | null {
  const pair = agreed[field.left];
  if (pair) return pair;
  if (base.kind !== 'values') return null;
  const value = base.row[field[base.side]];
  if (value === undefined) return null;
  return base.side === 'left'
    ? { left: value, right: field.to.right(value) }
    : { left: field.to.left(value), right: value };
}

/** Did the side change this field since the base? */
export function changedOn(base: Base, field: DecideField, side: Side, value: Value): boolean | 'unknown' {
  switch (base.kind) {
    case 'absent':
      return true;
    case 'unknown':
      return 'unknown';
    case 'digests': {
      const digests = base.fields[field.left];
      return digests === undefined ? 'unknown' : field.digest[side](value) !== digests[side];
    }
    case 'values': {
      const before = base.row[field[base.side]];
      if (before === undefined) return 'unknown';
      if (base.side === side) return !isSameOn(field, side, before, value);
      return side === 'left' ? !field.same(value, before) : !field.same(before, value);
    }
  }
}

/** The base by left field names, as far as its values are known and can be shown on the left. */
export function baseRow(base: Base, fields: readonly DecideField[]): Row | null {
  if (base.kind !== 'values') return null;
  if (base.side === 'left') return base.row;
  const row: Row = {};
  for (const field of fields) {
    const value = base.row[field.right];
    // What only goes to the right has no value that the left would have.
    if (value === undefined || (!field.key && field.direction === 'forward')) continue;
    try {
      put(row, field.left, field.to[otherSide(base.side)](value));
    } catch (error) {
      // Neither has one that the left cannot hold, or that refers to what it lacks.
      if (!(error instanceof SyncError)) throw error;
    }
  }
  return row;
}
