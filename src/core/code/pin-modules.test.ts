import { expect, test } from 'vitest';
import { pinChange, pinModules } from './pin-modules.ts';

const source =
  "import { a } from 'library/text'; import { b } from 'library/people'; import { log } from 'syncline';";
const newest = { text: 4, people: 2, other: 1 };

test('pins the newest version of what is imported, and keeps what is pinned already', () => {
  expect(pinChange(source, { text: 3 }, newest)).toEqual({ add: { people: 2 }, drop: [], missing: [] });
  expect(pinModules(source, { text: 3 }, newest)).toEqual({ people: 2, text: 3 });
});

test('drops the pin of what is imported no more, and none are left as no pins', () => {
  expect(pinChange('// nothing', { text: 3 }, newest)).toEqual({ add: {}, drop: ['text'], missing: [] });
  expect(pinModules('', { text: 3 }, newest)).toBeUndefined();
});

test('says what is imported without being there, whatever it is called', () => {
  const odd = "import 'library/constructor'; import 'library/nowhere'; import 'library/../x'";
  expect(pinChange(odd, {}, newest)).toEqual({ add: {}, drop: [], missing: ['constructor', 'nowhere'] });
});
