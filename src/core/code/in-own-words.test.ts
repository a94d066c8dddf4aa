import { expect, test } from 'vitest';
import { inOwnWords } from './in-own-words.ts';

const told = (code: string, message: string) => inOwnWords({ code, message });

test('what belongs to a host is told with what can be done here, whichever advice TypeScript gives', () => {
  for (const [code, advice] of [
    ['TS2304', ''],
    ['TS2580', ' Do you need to install type definitions for node? Try `npm i --save-dev @types/node`.'],
    [
      'TS2584',
      " Do you need to change your target library? Try changing the 'lib' compiler option to include 'dom'.",
    ],
  ] as const) {
    expect(told(code, `Cannot find name 'process'.${advice}`)).toEqual({
      code: 'NOT_AVAILABLE',
      message:
        '"process" is not available in code nodes: there is no process and no environment. Keep settings in a look-up table of the flow.',
    });
  }
  expect(told('TS2503', "Cannot find namespace 'NodeJS'.").code).toBe('NOT_AVAILABLE');
});

test('other names keep their own message, without advice that leads nowhere', () => {
  const own = { code: 'TS2552', message: "Cannot find name 'recrod'. Did you mean 'record'?" };
  expect(inOwnWords(own)).toBe(own);
  expect(told('TS2583', "Cannot find name 'Temporal'. Do you need to change your target library?")).toEqual({
    code: 'TS2304',
    message: "Cannot find name 'Temporal'.",
  });
});

test('a module that is not there is refused in one way', () => {
  const refused = {
    code: 'IMPORT_FORBIDDEN',
    message: expect.stringContaining('"node:fs" cannot be imported'),
  };
  expect(told('TS2307', "Cannot find module 'node:fs' or its corresponding type declarations.")).toEqual(
    refused,
  );
  expect(
    told('TS2792', "Cannot find module 'node:fs'. Did you mean to set the 'moduleResolution' option?"),
  ).toEqual(refused);
});

test('what a later language has is told to be of a later one', () => {
  expect(
    told(
      'TS2550',
      "Property 'groupBy' does not exist on type 'ObjectConstructor'. Do you need to change your target library? Try changing the 'lib' compiler option to 'es2024' or later.",
    ).message,
  ).toBe(
    "Property 'groupBy' does not exist on type 'ObjectConstructor'. Code nodes have the language as of ES2023.",
  );
  const plain = { code: 'TS2322', message: "Type 'number' is not assignable to type 'string'." };
  expect(inOwnWords(plain)).toBe(plain);
});
