import { allowedFunctions } from '#core/expression/check-shape.ts';
import type { Field } from '#core/values/stream-schema.ts';

/** Something that could be meant by the word that is being typed. */
export type Completion = {
  /** What is put in its place. */
  text: string;
  label: string;
  kind: 'field' | 'function';
};

const MOST = 8;

/** What the word before the caret could become, fields first; nothing where no word is begun. */
export function completeExpression(
  text: string,
  caret: number,
  fields: readonly Field[],
): { from: number; completions: Completion[] } {
  const word = /[A-Za-z_]\w*$/.exec(text.slice(0, caret))?.[0] ?? '';
  if (word === '') return { from: caret, completions: [] };
  const begins = (name: string) => name.toLowerCase().startsWith(word.toLowerCase());
  const holds = (name: string) => !begins(name) && name.toLowerCase().includes(word.toLowerCase());
  const names = fields.map(({ name }) => name);
  const fieldCompletions = [...names.filter(begins), ...names.filter(holds)].map(
    (name): Completion => ({
      text: /^[A-Za-z_]\w*$/.test(name) ? name : `field(${JSON.stringify(name)})`,
      label: name,
      kind: 'field',
    }),
  );
  const functions = [...allowedFunctions]
    .filter(begins)
    .sort()
    .map((name): Completion => ({ text: `${name}(`, label: `${name}()`, kind: 'function' }));
  const completions = [...fieldCompletions, ...functions].filter((each) => each.text !== word).slice(0, MOST);
  return { from: caret - word.length, completions };
}
