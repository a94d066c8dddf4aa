import type { NeutralType } from '../values/neutral-type.ts';
import type { FieldTerms, NameText } from './field-terms.ts';
import { meaningOf } from './lexicon.ts';

/** What sort of value a field holds, as far as its type or its name tells. */
export type ValueKind = 'flag' | 'moment' | 'number' | 'count' | 'identifier' | 'text';

const flagStarts = new Set(['is', 'has', 'was', 'are', 'can', 'should', 'does', 'allow', 'allows', 'enable']);
const momentEnds = new Set([
  'date',
  'at',
  'on',
  'timestamp',
  'datetime',
  'modstamp',
  'day',
  'birthday',
  'dob',
]);
const momentMeanings = new Set([
  'sent at',
  'start',
  'end',
  'due dat',
  'creat at',
  'updat at',
  'delet at',
  'last activiti dat',
  'clos dat',
  'complet at',
]);
const flagMeanings = new Set(
  'opt out,opt in,do not call,deleted,active,archived,paid,won,closed,completed'.split(',').map(meaningOf),
);
const identifierEnds = new Set(['id', 'ids', 'uuid', 'guid', 'key', 'pk']);
const numberEnds = new Set([
  'count',
  'score',
  'amount',
  'quantity',
  'qty',
  'percent',
  'percentage',
  'rate',
  'days',
  'latitude',
  'longitude',
]);
const numberStarts = new Set(['num', 'count']);

/** The sort of value by the field's type, else by its name, else by its label; null where none tells. */
export function valueKind({ field, texts }: FieldTerms): ValueKind | null {
  const byName = texts.map(kindByName).find((kind) => kind !== null) ?? null;
  const byType = field.type ? kindByType(field.type) : null;
  // A whole number or a text may hold anything: the name tells more.
  return byType === null || byType === 'text' || byType === 'number' ? (byName ?? byType) : byType;
}

function kindByType(type: NeutralType): ValueKind | null {
  switch (type.kind) {
    case 'boolean':
      return 'flag';
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return 'moment';
    case 'uuid':
      return 'identifier';
    case 'decimal':
    case 'float32':
    case 'float64':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
      return 'number';
    case 'text':
    case 'enum':
      return 'text';
    default:
      return null;
  }
}

function kindByName({ words, terms }: NameText): ValueKind | null {
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (flagStarts.has(first) && words.length > 1) return 'flag';
  if (identifierEnds.has(last) && words.length > 1) return 'identifier';
  if (numberStarts.has(first) || (first === 'number' && words[1] === 'of')) return 'count';
  if (
    momentEnds.has(last) ||
    (first === 'date' && words.length > 1) ||
    (first === 'time' && words.length > 2) ||
    (last === 'time' && words.at(-2) === 'date')
  )
    return 'moment';
  if (terms.some(({ meaning }) => momentMeanings.has(meaning)) && terms.length === 1) return 'moment';
  if (numberEnds.has(last)) return 'number';
  if (terms.some(({ meaning }) => flagMeanings.has(meaning))) return 'flag';
  return null;
}
