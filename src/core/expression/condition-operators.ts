import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';

/** What an operator is told: nothing, a value, or a list of values. */
export type OperatorTakes = 'none' | 'one' | 'many';

/** An operator of a condition: its words, and the expression that it stands for. */
export type ConditionOperator = {
  id: string;
  words: string;
  takes: OperatorTakes;
  /** F stands for the field, V for the value, L for the list of values. */
  as: string;
  /** The type of its values, where it is not that of the field (of a list: of its elements). */
  of?: NeutralType;
};

const operator = (id: string, words: string, as: string, of?: NeutralType): ConditionOperator => {
  const takes = /\bV\b/.test(as) ? 'one' : /\bL\b/.test(as) ? 'many' : 'none';
  return { id, words, takes, as, ...(of ? { of } : {}) };
};

const text: NeutralType = { kind: 'text' };
const day: NeutralType = { kind: 'date' };

const equality = [operator('is', 'is', 'F == V'), operator('isNot', 'is not', 'F != V')];
const lists = [operator('in', 'is one of', 'F in L'), operator('notIn', 'is none of', '!(F in L)')];
const parts = [
  operator('contains', 'contains', 'F.contains(V)', text),
  operator('lacks', 'does not contain', '!F.contains(V)', text),
];
const texts = [
  ...parts,
  operator('startsWith', 'starts with', 'F.startsWith(V)', text),
  operator('endsWith', 'ends with', 'F.endsWith(V)', text),
  operator('matches', 'matches pattern', 'matches(F, V)', text),
];
const emptiness = [
  operator('empty', 'is empty', 'ifNull(F, "") == ""'),
  operator('notEmpty', 'is not empty', 'ifNull(F, "") != ""'),
];
const order = (less: string, most: string, more: string, least: string) => [
  operator('less', less, 'F < V'),
  operator('atMost', most, 'F <= V'),
  operator('more', more, 'F > V'),
  operator('atLeast', least, 'F >= V'),
];
const sizes = order('is less than', 'is at most', 'is more than', 'is at least');
const times = order('is before', 'is at or before', 'is after', 'is at or after');
const days = order('is before', 'is on or before', 'is after', 'is on or after');
const truths = [operator('true', 'is true', 'F'), operator('false', 'is false', '!F')];
const onDay = [
  operator('onDay', 'is on', 'date(F) == V', day),
  operator('notOnDay', 'is not on', 'date(F) != V', day),
];
const members = [
  operator('has', 'has', 'V in F'),
  operator('hasNot', 'does not have', '!(V in F)'),
  operator('noElements', 'has no elements', 'size(F) == 0'),
  operator('someElements', 'has elements', 'size(F) > 0'),
];
const presence = [
  operator('noValue', 'has no value', 'isNull(F)'),
  operator('hasValue', 'has a value', '!isNull(F)'),
];

function ownOperators(type: NeutralType): ConditionOperator[] {
  switch (type.kind) {
    case 'boolean':
      return truths;
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
    case 'decimal':
    case 'float32':
    case 'float64':
      return [...equality, ...sizes, ...lists];
    case 'date':
      return [...equality, ...days];
    case 'timestamp':
    case 'timestamptz':
      return [...onDay, ...times];
    case 'time':
      return [...equality, ...times];
    case 'enum':
    case 'uuid':
      return [...equality, ...lists];
    case 'array':
      return type.of.kind === 'array' ? parts : members;
    case 'json':
      return parts;
    case 'interval':
    case 'bytes':
    case 'native':
      return [...parts, ...equality];
    case 'text':
      return [...equality, ...texts, ...lists, ...emptiness];
  }
}

/** What can be asked of a field of this type, that it has a value included; the first is the usual one. */
export function allOperators({ type }: Pick<Field, 'type'>): ConditionOperator[] {
  return [...ownOperators(type), ...presence];
}

/** What it makes sense to ask of a field: one that is never null is not asked whether it has a value. */
export function operatorsOf(field: Pick<Field, 'type' | 'nullable'>): ConditionOperator[] {
  return field.nullable ? allOperators(field) : ownOperators(field.type);
}

/** The type of the values that an operator over a field is told. */
export function operandType({ type }: Pick<Field, 'type'>, { of }: ConditionOperator): NeutralType {
  return of ?? (type.kind === 'array' && type.of.kind !== 'array' ? type.of : type);
}
