import { otherSide, type Side } from '../../change/change-event.ts';
import type { Direction } from '../../flow/flow-graph.ts';
import { textList, textType } from '../../transform/step.ts';
import type { PairTransform } from '../../transform/transform.ts';
import { isBlankPadded } from '../../values/blank-padded.ts';
import type { Field } from '../../values/stream-schema.ts';
import { propertyOf } from '../property-name.ts';
import { castCode } from './cast-code.ts';
import { type ChainPlace, chainBackCode, chainCode, chainGives } from './chain-code.ts';
import type { Hoisted } from './hoisted.ts';
import { listOf } from './step-code.ts';
import { method, type ValueCode } from './value-code.ts';

/** A pair of a mapping with its fields, by the names that code reads and writes them under. */
export type CodedPair = {
  left: readonly CodedField[];
  right: readonly CodedField[];
  transform: PairTransform;
  direction: Direction;
};

/** A field of a pair; `property` is its name in the records of the code. */
export type CodedField = { field: Field; property: string };

/** What a side's fields get: by property, and what is to be said before. */
export type PairCode = { before: string[]; values: { property: string; field: Field; value: ValueCode }[] };

/**
 * Writes in code what a pair does on the way to a side, as `pairConversion` and `compileCast` have it
 * over canonical texts. Throws NotInCode where code cannot do exactly that.
 */
export function pairCode(pair: CodedPair, to: Side, hoisted: Hoisted): PairCode {
  const given = { right: pair.transform.forward, left: pair.transform.backward };
  const from = otherSide(to);
  const [own, other] = [given[to], given[from]];
  const [target, source] = [pair[to].map(({ field }) => field), pair[from].map(({ field }) => field)];
  const name = (pair.right[0] ?? pair.left[0])?.property ?? 'value';
  const entered = enter(pair[from]);
  if (own || !other) {
    const strict = !other && pair.direction === 'both';
    const place: ChainPlace = { fields: source, strict, name, hoisted };
    return arrive(chainCode(own ?? [], entered, place), pair[to], hoisted);
  }
  const place: ChainPlace = { fields: target, strict: true, name, hoisted };
  const type = typeOf(target);
  const made = castCode(entered, chainGives(other, type, place));
  return arrive(chainBackCode(other, type, made, place), pair[to], hoisted);
}

/** One field's value; of several, the list of their texts. */
function enter(fields: readonly CodedField[]): ValueCode {
  const values = fields.map(({ field, property }): ValueCode => {
    return { code: propertyOf('record', property), type: field.type, nullable: field.nullable };
  });
  const [only] = values;
  if (only && values.length === 1) {
    const [{ field }] = fields as [CodedField];
    return isBlankPadded(field) ? method(only, ".replace(/ +$/, '')") : only;
  }
  const parts = values.map((value) => ({ ...castCode(value, textType), raw: value }));
  return { code: '', type: textList, nullable: false, parts };
}

function typeOf(fields: readonly Field[]): Field['type'] {
  return fields.length === 1 ? (fields[0] as Field).type : textList;
}

/** The last cast to each field of the side. */
function arrive(value: ValueCode, targets: readonly CodedField[], hoisted: Hoisted): PairCode {
  if (targets.length === 1) {
    const [{ field, property }] = targets as [CodedField];
    return { before: [], values: [{ property, field, value: castCode(listOf(value), field.type) }] };
  }
  if (value.parts && value.parts.length === targets.length) {
    const values = targets.map(({ field, property }, at) => {
      return { property, field, value: castCode(value.parts?.[at] as ValueCode, field.type) };
    });
    return { before: [], values };
  }
  const list = castCode(value, textList);
  const names = targets.map(({ property }) => hoisted.local(property));
  const read = value.length === targets.length ? list.code : `step.parts(${list.code}, ${targets.length})`;
  const values = targets.map(({ field, property }, at) => {
    const part: ValueCode = { code: names[at] as string, type: textType, nullable: true };
    return { property, field, value: castCode(part, field.type) };
  });
  return { before: [`const [${names.join(', ')}] = ${read};`], values };
}
