import type { TransformKind, TransformOf } from './transform.ts';

/** What people need to know of a kind of step. */
export type KindMeaning<K extends TransformKind = TransformKind> = {
  title: string;
  does: string;
  /** Types that come in and go out, in words. Other types are cast to the first, and from the last. */
  takes: string;
  gives: string;
  /** What leads back, or why nothing does. */
  back: string;
  example: TransformOf<K>;
  /** Types of what the example is tried with. */
  given: { kind: 'text' | 'json' | 'decimal' | 'date' };
  shows: [from: string | null, to: string | null];
};

/** Every kind of step, so that one without a meaning does not compile. */
export const kindMeanings: { [K in TransformKind]: KindMeaning<K> } = {
  constant: {
    title: 'Constant',
    does: 'Gives the same value always. The pair may name no field to read (an empty name).',
    ...{ takes: 'anything, or no field', gives: 'text', back: 'nothing' },
    example: { kind: 'constant', value: 'crm' },
    ...{ given: { kind: 'text' }, shows: ['anything', 'crm'] },
  },
  default: {
    title: 'Default',
    does: 'Gives a value where there is none (null).',
    ...{ takes: 'any type', gives: 'the same type', back: 'nothing: null and the default become the same' },
    example: { kind: 'default', value: 'unknown' },
    ...{ given: { kind: 'text' }, shows: [null, 'unknown'] },
  },
  trim: {
    title: 'Trim',
    does: 'Takes blanks away at both ends, the `start` or the `end`; with `inner`, single blanks remain within.',
    ...{ takes: 'text', gives: 'text', back: 'nothing' },
    example: { kind: 'trim', where: 'both', inner: true },
    ...{ given: { kind: 'text' }, shows: [' Ann  Lee ', 'Ann Lee'] },
  },
  case: {
    title: 'Letter case',
    does: 'Makes letters `lower`, `upper`, or `title` case.',
    ...{ takes: 'text', gives: 'text', back: 'nothing' },
    example: { kind: 'case', to: 'title' },
    ...{ given: { kind: 'text' }, shows: ['ANN LEE', 'Ann Lee'] },
  },
  split: {
    title: 'Split',
    does: 'Takes a text apart at a separator: to a list, to the several fields of the other side, or to one `part` (0 is the first, -1 the last).',
    ...{ takes: 'text', gives: 'list of texts; text with `part`', back: 'join; with `part`, nothing' },
    example: { kind: 'split', separator: ',' },
    ...{ given: { kind: 'text' }, shows: ['red,blue', '{red,blue}'] },
  },
  join: {
    title: 'Join',
    does: 'Concatenates a list, or the several fields of a pair. `"empty": "skip"` leaves empty parts out.',
    ...{
      takes: 'list of texts',
      gives: 'text',
      back: 'split, with null for empty parts; with `skip` or no separator, nothing',
    },
    example: { kind: 'join', separator: ' ', empty: 'keep' },
    ...{ given: { kind: 'text' }, shows: ['{Ann,Lee}', 'Ann Lee'] },
  },
  template: {
    title: 'Template',
    does: 'Puts fields into a text: `{field}` of the pair, or `{value}` behind another step. `{{` is a brace.',
    takes: 'text, or the several fields of a pair',
    gives: 'text',
    back: 'reading the fields out again, where each is in it once with text between any two',
    example: { kind: 'template', text: 'C-{value}' },
    ...{ given: { kind: 'text' }, shows: ['17', 'C-17'] },
  },
  lookup: {
    title: 'Look-up table',
    does: 'Gives for each value another one. What is not listed `fail`s, is `keep`t, or becomes a `default`.',
    ...{
      takes: 'text',
      gives: 'text',
      back: 'the table the other way round, where it is one-to-one and has no default',
    },
    example: {
      kind: 'lookup',
      entries: [
        ['1', 'active'],
        ['2', 'closed'],
      ],
      unmatched: 'fail',
    },
    ...{ given: { kind: 'text' }, shows: ['1', 'active'] },
  },
  'read-number': {
    title: 'Read a number',
    does: 'Reads a number that is written with marks of its own before the fraction and between groups of digits.',
    ...{ takes: 'text', gives: 'decimal', back: 'writing it in the same form' },
    example: { kind: 'read-number', decimal: ',', group: '.', prefix: '', suffix: ' €' },
    ...{ given: { kind: 'text' }, shows: ['1.234,50 €', '1234.50'] },
  },
  'format-number': {
    title: 'Write a number',
    does: 'Writes a number so. With `digits`, with just so many after the point; more are refused, not rounded.',
    ...{ takes: 'decimal', gives: 'text', back: 'reading it in the same form' },
    example: { kind: 'format-number', decimal: '.', group: ',', prefix: '$', suffix: '', digits: 2 },
    ...{ given: { kind: 'decimal' }, shows: ['1234.5', '$1,234.50'] },
  },
  'read-date': {
    title: 'Read a date',
    does: 'Reads a `date`, `time`, `timestamp` or `timestamptz` by a format: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ, and words in [brackets].',
    ...{
      takes: 'text',
      gives: 'the type that `to` names',
      back: 'writing it in the same format, where it has all of year, month and day (or the hour)',
    },
    example: { kind: 'read-date', format: 'DD.MM.YYYY', to: 'date' },
    ...{ given: { kind: 'text' }, shows: ['26.11.2026', '2026-11-26'] },
  },
  'format-date': {
    title: 'Write a date',
    does: 'Writes a date or time by a format. In a two-way pair, what the format has no place for is refused.',
    ...{
      takes: 'date, time, timestamp or timestamptz',
      gives: 'text',
      back: 'reading it by the same format, as above',
    },
    example: { kind: 'format-date', format: 'D/M/YYYY' },
    ...{ given: { kind: 'date' }, shows: ['2026-11-26', '26/11/2026'] },
  },
  phone: {
    title: 'Phone number',
    does: 'Brings a phone number to E.164. `country` is that of numbers that name none.',
    ...{ takes: 'text', gives: 'text', back: 'nothing' },
    example: { kind: 'phone', country: 'DE' },
    ...{ given: { kind: 'text' }, shows: ['030 / 90 26 00', '+4930902600'] },
  },
  email: {
    title: 'E-mail address',
    does: 'Takes blanks away and makes an address lower case; `"local": "keep"` leaves what is before the @.',
    ...{ takes: 'text', gives: 'text', back: 'nothing' },
    example: { kind: 'email', local: 'lower' },
    ...{ given: { kind: 'text' }, shows: [' Ann@Example.COM', 'ann@example.com'] },
  },
  empty: {
    title: 'Null and empty',
    does: 'Says what becomes of each of the four states of nothing: `absent` (a path that leads nowhere), `null`, `empty`, `blank`; each becomes `null` or `empty`, or `fail`s; blank can be `keep`t.',
    ...{
      takes: 'text',
      gives: 'text',
      back: 'the other way round, where null and empty stay apart and blank is kept',
    },
    example: { kind: 'empty', absent: 'null', null: 'empty', empty: 'fail', blank: 'keep' },
    ...{ given: { kind: 'text' }, shows: [null, ''] },
  },
  scale: {
    title: 'Scale',
    does: 'Computes (x + before) · factor / divisor + after in exact decimals; rounds half away from zero to `digits` only where they are given.',
    ...{
      takes: 'decimal',
      gives: 'decimal',
      back: 'the same the other way round; with `digits` or a factor of zero, nothing',
    },
    example: { kind: 'scale', factor: '1', divisor: '100', before: '0', after: '0' },
    ...{ given: { kind: 'decimal' }, shows: ['1999', '19.99'] },
  },
  unit: {
    title: 'Unit',
    does: 'Takes a number from one unit to another by exact factors; `digits` as in scale.',
    ...{ takes: 'decimal', gives: 'decimal', back: 'the other way round; with `digits`, nothing' },
    example: { kind: 'unit', from: 'lb', to: 'kg' },
    ...{ given: { kind: 'decimal' }, shows: ['2', '0.90718474'] },
  },
  path: {
    title: 'Path',
    does: 'Takes what stands at a place of a JSON document, `as` text, number, boolean or json.',
    ...{
      takes: 'json',
      gives: 'the type that `as` names',
      back: 'nothing: the rest of the document is not known',
    },
    example: { kind: 'path', path: ['address', 'city'], as: 'text' },
    ...{ given: { kind: 'json' }, shows: ['{"address": {"city": "Bonn"}}', 'Bonn'] },
  },
  nest: {
    title: 'Nest',
    does: 'Makes a JSON document with the value at a place.',
    ...{
      takes: 'any type but native',
      gives: 'json',
      back: 'taking it out again, if the document holds nothing else',
    },
    example: { kind: 'nest', path: ['address', 'city'] },
    ...{ given: { kind: 'text' }, shows: ['Bonn', '{"address": {"city": "Bonn"}}'] },
  },
  expression: {
    title: 'Expression',
    does: 'Computes a value in the expression language, from the fields of the pair by their names, or from `value` behind another step.',
    ...{ takes: 'the fields of the pair', gives: 'what the expression gives', back: 'nothing' },
    example: { kind: 'expression', text: 'upper(substring(value, 0, 1)) + "."' },
    ...{ given: { kind: 'text' }, shows: ['ann', 'A.'] },
  },
};
