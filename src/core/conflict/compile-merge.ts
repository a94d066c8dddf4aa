import { otherSide, type Side } from '../change/change-event.ts';
import { arrayElements, arrayText } from '../values/array-text.ts';
import { shiftDecimal } from '../values/decimal-text.ts';
import { fitNumber } from '../values/fit-number.ts';
import { canonicalJson, jsonItems } from '../values/json-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { normalText } from '../values/same-value.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Value } from '../values/value.ts';
import { mergeKind } from './merge-kind.ts';
import { mergeSets, type SetItem } from './merge-sets.ts';

/** What a merge of two values comes to. */
export type Merged =
  | { kind: 'value'; values: Record<Side, Value>; why: string }
  | { kind: 'side'; winner: Side; why: string }
  /** They cannot be merged; another rule decides. */
  | { kind: 'none'; why: string };

/**
 * Merges the values of a field that both sides changed.
 * @param base the last agreed value as each side spells it, null where there is none.
 */
export type Merge = (base: Record<Side, Value> | null, values: Record<Side, Value>) => Merged;

/** How the values of this pair are merged; null where they cannot be, see `mergeKind`. */
export function compileMerge(left: Field, right: Field): Merge | null {
  switch (mergeKind(left.type, right.type)) {
    case 'sum':
      return withoutMisfits(sum({ left: left.type, right: right.type }));
    case 'union':
      return withoutMisfits(left.type.kind === 'json' ? unionOf(jsonList) : unionOf(arrayList(left)));
    case 'longest':
      return longest;
    case null:
      return null;
  }
}

function withoutMisfits(merge: Merge): Merge {
  return (base, values) => {
    try {
      return merge(base, values);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return { kind: 'none', why: `The two values cannot be merged: ${error.message}.` };
    }
  };
}

/** What each side added since the base, added to the base. */
function sum(types: Record<Side, NeutralType>): Merge {
  return (base, { left, right }) => {
    if (left === null || right === null || !base || base.left === null || base.right === null) {
      return { kind: 'none', why: 'Without a number on both sides and before, nothing can be added up.' };
    }
    // The finer side adds up, and the other one follows it: so both agree in the coarser domain (E13).
    const leftIsFiner = digitsAfterPoint(types.left) >= digitsAfterPoint(types.right);
    const total = leftIsFiner ? shiftDecimal(left, base.right, right) : shiftDecimal(right, base.left, left);
    const finer = asType(leftIsFiner ? types.left : types.right, total);
    const coarser = asType(leftIsFiner ? types.right : types.left, finer);
    return {
      kind: 'value',
      values: leftIsFiner ? { left: finer, right: coarser } : { left: coarser, right: finer },
      why: `From ${base.left} the left side went to ${left}, the right side to ${right}; both count, so it is ${finer}.`,
    };
  };
}

function asType(type: NeutralType, text: string): string {
  return fitNumber(type as Parameters<typeof fitNumber>[0])(text);
}

function digitsAfterPoint(type: NeutralType): number {
  if (type.kind !== 'decimal') return 0;
  return type.precision === undefined ? Number.POSITIVE_INFINITY : (type.scale ?? 0);
}

type List = { read: (text: string) => SetItem[] | null; write: (items: readonly SetItem[]) => string };

const jsonList: List = {
  read: (text) => jsonItems(text)?.map((item) => ({ key: canonicalJson(item), text: item })) ?? null,
  write: (items) => `[${items.map((item) => item.text).join(', ')}]`,
};

function arrayList(field: Field): List {
  const of = field.type.kind === 'array' ? field.type.of : field.type;
  const normal = normalText({ ...field, nativeType: '', type: of });
  return {
    read: (text) =>
      arrayElements(text).map((value) => ({
        key: value === null ? 'null' : `=${normal(value)}`,
        text: value,
      })),
    write: (items) => arrayText(items.map((item) => item.text)),
  };
}

/** What stood before and neither side took away, and what either side added. */
function unionOf({ read, write }: List): Merge {
  const listOf = (value: Value | undefined) => (value === null || value === undefined ? [] : read(value));
  return (base, { left, right }) => {
    const lists = { base: listOf(base?.left), left: listOf(left), right: listOf(right) };
    if (!lists.base || !lists.left || !lists.right) {
      return { kind: 'none', why: 'Only lists can be joined, and one of the values is none.' };
    }
    const items = mergeSets(lists.base, lists.left, lists.right);
    const value = items.length === 0 && (left === null || right === null) ? null : write(items);
    const why = base
      ? 'What either side added is there, what either side took away is not.'
      : 'What was there before is not known, so everything that either side holds is there.';
    return { kind: 'value', values: { left: value, right: value }, why };
  };
}

/** The longer text; of two as long as each other the one that sorts later, whichever side it is on. */
function longest(_base: Record<Side, Value> | null, { left, right }: Record<Side, Value>): Merged {
  const lengths = { left: lengthOf(left), right: lengthOf(right) };
  const tie = lengths.left === lengths.right;
  const leftWins = tie ? (left ?? '') >= (right ?? '') : lengths.left > lengths.right;
  const winner: Side = leftWins ? 'left' : 'right';
  const why = tie
    ? `Both texts are as long as each other; the one of the ${winner} side sorts later.`
    : `The text of the ${winner} side is longer, ${lengths[winner]} to ${Math.max(0, lengths[otherSide(winner)])} characters.`;
  return { kind: 'side', winner, why };
}

/** In characters; nothing is shorter than an empty text. */
function lengthOf(value: Value): number {
  return value === null ? -1 : [...value].length;
}
