import { type BuiltIn, textField } from './built-in.ts';

const fields = [textField('tags')];

export const mergeTags: BuiltIn = {
  id: 'merge-tags',
  name: 'Merge tags',
  description:
    'A list in one text that both sides changed: what either added is in, what either took out is out',
  input: fields,
  output: fields,
  node: {
    form: 'merge',
    source: `import { hold } from 'syncline';

const tagsOf = (value: string | null | undefined) =>
  new Set((value ?? '').split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''));

/** Decides what both sides get where both changed the list. */
export function merge(conflict: Conflict): Merged {
  // Without what both agreed on last nobody can tell an added tag from one that was taken out.
  if (conflict.base === undefined) return hold;
  const [base, left, right] = [tagsOf(conflict.base), tagsOf(conflict.left), tagsOf(conflict.right)];
  const kept = [...base].filter((tag) => left.has(tag) && right.has(tag));
  const added = [...left, ...right].filter((tag) => !base.has(tag));
  const tags = [...new Set([...kept, ...added])];
  return tags.length === 0 ? null : tags.join(', ');
}
`,
    cases: [
      {
        name: 'both added and took out',
        entry: 'merge',
        input: { field: 'tags', base: 'a, b', left: 'a, b, c', right: 'b, d' },
        expect: { kind: 'value', value: 'b, c, d' },
      },
      {
        name: 'nothing is left',
        entry: 'merge',
        input: { field: 'tags', base: 'a', left: '', right: null },
        expect: { kind: 'value', value: null },
      },
      {
        name: 'a person decides where nothing is known of before',
        entry: 'merge',
        input: { field: 'tags', left: 'a', right: 'b' },
        expect: { kind: 'hold' },
      },
    ],
  },
};
