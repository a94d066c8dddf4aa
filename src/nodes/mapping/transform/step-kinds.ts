import type { Transform, TransformKind } from '#core/transform/transform.ts';
import { units } from '#core/transform/units.ts';
import type { Field } from '#core/values/stream-schema.ts';

/** One setting of a step, as a control. */
export type StepControl = { key: string; label: string; hint?: string } & (
  | { kind: 'text'; mono?: boolean; optional?: boolean }
  /** A text, or nothing (null). */
  | { kind: 'nullable' }
  | { kind: 'integer'; optional: boolean }
  | { kind: 'choice'; options: readonly (readonly [value: string, label: string])[] }
  | { kind: 'check' }
  /** Names, and positions where `positions`, with dots between them. */
  | { kind: 'path'; positions: boolean }
  | { kind: 'template' }
  | { kind: 'expression' }
  | { kind: 'lookup' }
);

export type StepKind = {
  label: string;
  group: 'Text' | 'Numbers' | 'Dates' | 'Values' | 'Structure' | 'Compute';
  controls: readonly StepControl[];
  /** A step that is valid as it is, to begin with. */
  create: (fields: readonly Field[], samples: readonly string[]) => Transform;
};

const words = (...pairs: (readonly [string, string])[]) => pairs;
const numberForm: readonly StepControl[] = [
  { key: 'decimal', label: 'Decimal mark', kind: 'choice', options: words(['.', 'point'], [',', 'comma']) },
  {
    key: 'group',
    label: 'Between thousands',
    kind: 'choice',
    options: words(['', 'nothing'], ['.', 'point'], [',', 'comma'], [' ', 'blank'], ["'", "'"], ['_', '_']),
  },
  { key: 'prefix', label: 'Before it', kind: 'text' },
  { key: 'suffix', label: 'After it', kind: 'text' },
];
const numberDefaults = { decimal: '.', group: '', prefix: '', suffix: '' } as const;
const digits: StepControl = {
  key: 'digits',
  label: 'Digits after the point',
  kind: 'integer',
  optional: true,
};
const emptyStates = words(['null', 'null'], ['empty', 'an empty text'], ['fail', 'a failure']);
const unitOptions = Object.entries(units).flatMap(([what, each]) =>
  Object.keys(each).map((name) => [name, `${name} (${what})`] as const),
);
const dateHint = 'YYYY MM DD HH mm ss SSS ZZ; words stand in [brackets]';
const firstName = (fields: readonly Field[]) => fields[0]?.name ?? 'value';
const isPlain = (name: string) => /^[A-Za-z_]\w*$/.test(name);

/** Every kind of step, in the order of the menu. */
export const stepKinds: { readonly [K in TransformKind]: StepKind } = {
  trim: {
    label: 'Trim blanks',
    group: 'Text',
    controls: [
      {
        key: 'where',
        label: 'Where',
        kind: 'choice',
        options: words(['both', 'at both ends'], ['start', 'at the start'], ['end', 'at the end']),
      },
      { key: 'inner', label: 'Make runs of blanks within the text one', kind: 'check' },
    ],
    create: () => ({ kind: 'trim', where: 'both', inner: false }),
  },
  case: {
    label: 'Upper or lower case',
    group: 'Text',
    controls: [
      {
        key: 'to',
        label: 'To',
        kind: 'choice',
        options: words(['lower', 'lower case'], ['upper', 'UPPER CASE'], ['title', 'Title Case']),
      },
    ],
    create: () => ({ kind: 'case', to: 'lower' }),
  },
  split: {
    label: 'Split a text',
    group: 'Text',
    controls: [
      { key: 'separator', label: 'At', kind: 'text', mono: true },
      {
        key: 'part',
        label: 'Only part',
        kind: 'integer',
        optional: true,
        hint: '0 is the first, -1 the last',
      },
    ],
    create: () => ({ kind: 'split', separator: ',' }),
  },
  join: {
    label: 'Join parts',
    group: 'Text',
    controls: [
      { key: 'separator', label: 'With', kind: 'text', mono: true },
      {
        key: 'empty',
        label: 'Empty parts',
        kind: 'choice',
        options: words(['keep', 'keep'], ['skip', 'leave out']),
      },
    ],
    create: () => ({ kind: 'join', separator: ' ', empty: 'keep' }),
  },
  template: {
    label: 'Template',
    group: 'Text',
    controls: [{ key: 'text', label: 'Text with {fields} in it', kind: 'template' }],
    create: (fields) => ({
      kind: 'template',
      text: fields.length === 0 ? '{value}' : fields.map(({ name }) => `{${name}}`).join(' '),
    }),
  },
  phone: {
    label: 'Phone number',
    group: 'Text',
    controls: [
      {
        key: 'country',
        label: 'Country of numbers without one',
        kind: 'text',
        optional: true,
        hint: 'e.g. DE',
      },
    ],
    create: () => ({ kind: 'phone' }),
  },
  email: {
    label: 'E-mail address',
    group: 'Text',
    controls: [
      {
        key: 'local',
        label: 'Before the @',
        kind: 'choice',
        options: words(['lower', 'lower case'], ['keep', 'as it is']),
      },
    ],
    create: () => ({ kind: 'email', local: 'lower' }),
  },
  lookup: {
    label: 'Look up in a table',
    group: 'Values',
    controls: [{ key: 'entries', label: 'Table', kind: 'lookup' }],
    create: (_, samples) => ({
      kind: 'lookup',
      entries: samples.length === 0 ? [['', '']] : samples.slice(0, 20).map((value) => [value, value]),
      unmatched: 'fail',
    }),
  },
  constant: {
    label: 'Always the same value',
    group: 'Values',
    controls: [{ key: 'value', label: 'Value', kind: 'nullable' }],
    create: () => ({ kind: 'constant', value: '' }),
  },
  default: {
    label: 'Stand-in for empty',
    group: 'Values',
    controls: [{ key: 'value', label: 'Where it is empty', kind: 'text' }],
    create: () => ({ kind: 'default', value: '' }),
  },
  empty: {
    label: 'Null, empty and blank',
    group: 'Values',
    controls: [
      { key: 'null', label: 'Null becomes', kind: 'choice', options: emptyStates },
      { key: 'empty', label: 'An empty text becomes', kind: 'choice', options: emptyStates },
      {
        key: 'blank',
        label: 'Blanks alone become',
        kind: 'choice',
        options: [['keep', 'what they are'], ...emptyStates],
      },
      { key: 'absent', label: 'What is not there becomes', kind: 'choice', options: emptyStates },
    ],
    create: () => ({ kind: 'empty', absent: 'null', null: 'null', empty: 'empty', blank: 'keep' }),
  },
  'read-number': {
    label: 'Read a number',
    group: 'Numbers',
    controls: numberForm,
    create: () => ({ kind: 'read-number', ...numberDefaults }),
  },
  'format-number': {
    label: 'Write a number',
    group: 'Numbers',
    controls: [...numberForm, digits],
    create: () => ({ kind: 'format-number', ...numberDefaults }),
  },
  scale: {
    label: 'Calculate: add, multiply',
    group: 'Numbers',
    controls: [
      { key: 'before', label: 'Add first', kind: 'text', mono: true },
      { key: 'factor', label: 'Multiply by', kind: 'text', mono: true },
      { key: 'divisor', label: 'Divide by', kind: 'text', mono: true },
      { key: 'after', label: 'Add last', kind: 'text', mono: true },
      { ...digits, label: 'Round to digits' },
    ],
    create: () => ({ kind: 'scale', factor: '100', divisor: '1', before: '0', after: '0' }),
  },
  unit: {
    label: 'Convert a unit',
    group: 'Numbers',
    controls: [
      { key: 'from', label: 'From', kind: 'choice', options: unitOptions },
      { key: 'to', label: 'To', kind: 'choice', options: unitOptions },
      { ...digits, label: 'Round to digits' },
    ],
    create: () => ({ kind: 'unit', from: 'lb', to: 'kg' }),
  },
  'read-date': {
    label: 'Read a date',
    group: 'Dates',
    controls: [
      { key: 'format', label: 'Written as', kind: 'text', mono: true, hint: dateHint },
      {
        key: 'to',
        label: 'To',
        kind: 'choice',
        options: words(
          ['date', 'date'],
          ['time', 'time of day'],
          ['timestamp', 'date and time'],
          ['timestamptz', 'date and time with zone'],
        ),
      },
    ],
    create: () => ({ kind: 'read-date', format: 'DD.MM.YYYY', to: 'date' }),
  },
  'format-date': {
    label: 'Write a date',
    group: 'Dates',
    controls: [{ key: 'format', label: 'As', kind: 'text', mono: true, hint: dateHint }],
    create: () => ({ kind: 'format-date', format: 'DD.MM.YYYY' }),
  },
  path: {
    label: 'Take out of JSON',
    group: 'Structure',
    controls: [
      { key: 'path', label: 'Place', kind: 'path', positions: true, hint: 'e.g. address.lines.0' },
      {
        key: 'as',
        label: 'As',
        kind: 'choice',
        options: words(
          ['text', 'text'],
          ['number', 'number'],
          ['boolean', 'true or false'],
          ['json', 'JSON'],
        ),
      },
    ],
    create: () => ({ kind: 'path', path: ['name'], as: 'text' }),
  },
  nest: {
    label: 'Put into JSON',
    group: 'Structure',
    controls: [{ key: 'path', label: 'Place', kind: 'path', positions: false, hint: 'e.g. address.city' }],
    create: (fields) => ({ kind: 'nest', path: [firstName(fields)] }),
  },
  expression: {
    label: 'Expression',
    group: 'Compute',
    controls: [{ key: 'text', label: 'Expression', kind: 'expression' }],
    create: (fields) => {
      const name = firstName(fields);
      return { kind: 'expression', text: isPlain(name) ? name : `field(${JSON.stringify(name)})` };
    },
  },
};
