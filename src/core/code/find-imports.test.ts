import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findImports } from './find-imports.ts';

const specifiers = (source: string) => findImports(source).map(({ specifier }) => specifier);

describe('finds', () => {
  test.each([
    ["import { a } from 'library/x'", ['library/x']],
    ['import a, { b as c, type D } from "library/x";', ['library/x']],
    ["import * as all from 'library/x'\nimport 'library/y'", ['library/x', 'library/y']],
    ["import type { A } from 'library/x'", ['library/x']],
    ["import\n  { a } // the one 'b'\n  from /* where */ 'library/x'", ['library/x']],
    ["export { a, b as default } from 'library/x'", ['library/x']],
    ["export * from 'library/x'; export * as y from 'library/y'", ['library/x', 'library/y']],
    ["export type { A } from 'library/x'", ['library/x']],
    ["const x = await import('library/x')", ['library/x']],
    ["import { 'a-b' as c } from 'library/x'", ['library/x']],
    [
      "const t = `$\u007bawait import('library/x')} and $\u007b`$\u007bimport('library/y')}`}`",
      ['library/x', 'library/y'],
    ],
    ["const q = /[/'\"]/g; import 'library/x'", ['library/x']],
    ["return /'/.test(a)\nimport 'library/x'", ['library/x']],
    ["const half = a / 2 / b; import 'library/x'", ['library/x']],
    ["const a = { b: `}` }; import 'library/x'", ['library/x']],
    ["let text = 'it\\'s'; import 'library/x'", ['library/x']],
    ["import { from } from 'library/x'", ['library/x']],
    ['import type from "library/x"', ['library/x']],
  ])('%s', (source, wanted) => {
    expect(specifiers(source)).toEqual(wanted);
  });

  test('where the name stands', () => {
    const source = "import { a } from 'library/x';";
    const [found] = findImports(source);
    expect(source.slice(found?.from, found?.to)).toBe('library/x');
  });
});

describe('finds none', () => {
  test.each([
    "// import { a } from 'library/x'",
    "/* import 'library/x' */",
    `const text = "import 'library/x'"`,
    "const text = `import 'library/x'`",
    "const pattern = /import 'library\\/x'/",
    "x.import('library/x')",
    'import(name)',
    "export const from = 'library/x'",
    "export function a() { return 'library/x' }",
    "const imports = 'library/x'",
    'import { a } from',
    "import { a = 1 } from 'library/x'",
    '',
  ])('%s', (source) => {
    expect(specifiers(source)).toEqual([]);
  });
});

test('goes on behind a string that its line ends', () => {
  expect(specifiers("const a = 'open\nimport 'library/x'")).toEqual(['library/x']);
});

test('ends on whatever it is given, and every place that it names is one of the source', () => {
  const piece = fc.constantFrom(
    'import ',
    'from ',
    "'",
    '"',
    '`',
    '${',
    '}',
    '{',
    '/',
    '*',
    '\\',
    '\n',
    'a',
    '(',
    ')',
    '[',
    ']',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const source = pieces.join('');
      for (const { specifier, from, to } of findImports(source))
        expect(source.slice(from, to)).toBe(specifier);
    }),
    { numRuns: 500 },
  );
});
