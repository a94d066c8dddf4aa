import { expect, test } from 'vitest';
import { linkModules, type PinnedModule } from './link-modules.ts';

const module = (name: string, version: number, imports: Record<string, number> = {}): PinnedModule => ({
  name,
  version,
  imports,
  source: Object.keys(imports)
    .map((imported) => `import * as ${imported} from "library/${imported}";`)
    .join('\n'),
});

test('leaves every name and source as it is where there is one version of each', () => {
  const modules = [module('people', 1, { text: 2 }), module('text', 2)];
  expect(linkModules({ people: 1 }, modules)).toEqual(modules.map(({ imports: _, ...each }) => each));
});

test('calls further versions by their number, and leads the imports of modules there', () => {
  const modules = [module('people', 1, { text: 2 }), module('text', 2), module('text', 3)];
  expect(linkModules({ people: 1, text: 3 }, modules)).toEqual([
    { name: 'people', version: 1, source: 'import * as text from "library/text@2";' },
    { name: 'text@2', version: 2, source: '' },
    { name: 'text', version: 3, source: '' },
  ]);
});

test('the code names none of them: the newest keeps the name', () => {
  const modules = [
    module('a', 1, { text: 2 }),
    module('b', 1, { text: 3 }),
    module('text', 2),
    module('text', 3),
  ];
  expect(linkModules({ a: 1, b: 1 }, modules).map(({ name, source }) => [name, source])).toEqual([
    ['a', 'import * as text from "library/text@2";'],
    ['b', 'import * as text from "library/text";'],
    ['text@2', ''],
    ['text', ''],
  ]);
});
