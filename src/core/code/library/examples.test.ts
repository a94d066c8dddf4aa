import { expect, test, vi } from 'vitest';
import { libraryExamples } from '#testing/code-library/library-examples.ts';

vi.mock('syncline:host', () => ({ write: () => {} }));

const library = await import('./index.ts');
const examples = libraryExamples();

test('there are examples of most functions', () => {
  expect(examples.length).toBeGreaterThan(50);
});

test.each(examples)('%s comes to %s', (expression, result) => {
  const names = Object.keys(library);
  const evaluate = new Function(...names, `return [${expression}, ${result}];`);
  const [got, wanted] = evaluate(...Object.values(library));
  expect(got).toEqual(wanted);
});
