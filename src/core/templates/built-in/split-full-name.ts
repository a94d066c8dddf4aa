import { type BuiltIn, textField } from './built-in.ts';

const output = ['first_name', 'last_name'].map(textField);

export const splitFullName: BuiltIn = {
  id: 'split-full-name',
  name: 'Split full name',
  description: 'One field with the whole name on one side, first and last name on the other; both ways',
  input: [textField('full_name')],
  output,
  node: {
    form: 'lens',
    fields: [...output],
    source: `import { text } from 'syncline';

/** What stands behind the last blank is the last name. */
export function forward(record: Input): Output {
  const { full_name, ...others } = record;
  const words = text.collapse(full_name ?? '').split(' ');
  const last = words.pop() ?? '';
  return {
    ...others,
    first_name: text.nullIfBlank(words.join(' ')),
    last_name: text.nullIfBlank(last),
  };
}

export function backward(record: Output): Partial<Input> {
  const { first_name, last_name, ...others } = record;
  return { ...others, full_name: text.nullIfBlank(text.join(' ', [first_name, last_name])) };
}
`,
    lawless: {
      reason:
        'Blanks that stand twice come back once, and of a last name of several words the first ones come back as first names.',
    },
    cases: [
      {
        name: 'splits at the last blank',
        entry: 'forward',
        input: { full_name: 'Ada  King Lovelace' },
        expect: { kind: 'records', rows: [{ first_name: 'Ada King', last_name: 'Lovelace' }] },
      },
      {
        name: 'a single word is a last name',
        entry: 'forward',
        input: { full_name: 'Plato' },
        expect: { kind: 'records', rows: [{ first_name: null, last_name: 'Plato' }] },
      },
      {
        name: 'joins what there is',
        entry: 'backward',
        input: { first_name: 'Ada King', last_name: 'Lovelace' },
        expect: { kind: 'records', rows: [{ full_name: 'Ada King Lovelace' }] },
      },
      {
        name: 'nothing is no name',
        entry: 'backward',
        input: { first_name: null, last_name: null },
        expect: { kind: 'records', rows: [{ full_name: null }] },
      },
    ],
  },
};
