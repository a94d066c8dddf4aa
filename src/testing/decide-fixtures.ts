import { compileMerge } from '#core/conflict/compile-merge.ts';
import type { DecideField, DecideInput, DecideLane } from '#core/conflict/decision.ts';
import { fieldDigest } from '#core/conflict/field-digest.ts';
import { compileCast } from '#core/values/cast.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { fieldEquality, normalText } from '#core/values/same-value.ts';
import { optionalField } from './flow-fixtures.ts';

const text: NeutralType = { kind: 'text' };

/** A field pair `<name>` on the left, `<name>_r` on the right. */
export function decideField(
  name: string,
  more: Partial<Pick<DecideField, 'direction' | 'rule' | 'key'>> = {},
  types: { left: NeutralType; right: NeutralType } = { left: text, right: text },
): DecideField {
  const left = optionalField(name, types.left);
  const right = optionalField(`${name}_r`, types.right);
  return {
    left: left.name,
    right: right.name,
    direction: 'both',
    rule: { kind: 'newest', tie: 'left' },
    key: false,
    ...more,
    to: { left: compileCast(right, left).convert, right: compileCast(left, right).convert },
    same: fieldEquality(left, right),
    merge: compileMerge(left, right),
    normal: { left: normalText(left), right: normalText(right) },
    digest: {
      left: (value) => fieldDigest(normalText(left)(value)),
      right: (value) => fieldDigest(normalText(right)(value)),
    },
  };
}

/** A two-way lane with a key `id` and two texts `a` and `b`, newest wins. */
export function decideLane(more: Partial<DecideLane> = {}): DecideLane {
  return {
    direction: 'both',
    fields: [decideField('id', { key: true }), decideField('a'), decideField('b')],
    rule: { kind: 'newest', tie: 'left' },
    deletes: { carry: 'both', againstUpdate: 'update' },
    first: { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: 'left' } },
    ...more,
  };
}

/** Both sides hold `a1 b1` under key 1, as they did at the base; nothing was touched. */
export function decideInput(more: Partial<DecideInput> = {}): DecideInput {
  return {
    lane: decideLane(),
    base: { kind: 'values', side: 'left', row: { id: '1', a: 'a1', b: 'b1' } },
    first: false,
    left: { id: '1', a: 'a1', b: 'b1' },
    right: { id_r: '1', a_r: 'a1', b_r: 'b1' },
    touched: { left: {}, right: {} },
    clock: { left: { offset: 0, uncertainty: 0 }, right: { offset: 0, uncertainty: 0 } },
    decision: null,
    ...more,
  };
}
