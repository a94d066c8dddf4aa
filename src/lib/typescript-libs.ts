/**
 * TypeScript's files of the language that code has: ES2023 with `using`, nothing of browsers, and nothing that the
 * sandbox takes away (shared memory, weak references). Editor and server both check with these, so that they agree.
 */
export const typescriptLibs: readonly string[] = [
  ...['es5', 'decorators', 'decorators.legacy'],
  ...['core', 'collection', 'iterable', 'generator', 'promise', 'proxy', 'reflect', 'symbol'].map(of(2015)),
  ...['symbol.wellknown'].map(of(2015)),
  ...['array.include', 'intl'].map(of(2016)),
  ...['arraybuffer', 'date', 'intl', 'object', 'string', 'typedarrays'].map(of(2017)),
  ...['asynciterable', 'asyncgenerator', 'promise', 'regexp', 'intl'].map(of(2018)),
  ...['array', 'object', 'string', 'symbol', 'intl'].map(of(2019)),
  ...['bigint', 'date', 'number', 'promise', 'string', 'symbol.wellknown', 'intl'].map(of(2020)),
  ...['promise', 'string', 'intl'].map(of(2021)),
  ...['array', 'error', 'intl', 'object', 'regexp', 'string'].map(of(2022)),
  ...['array', 'collection', 'intl'].map(of(2023)),
  'esnext.disposable',
].map((name) => `lib.${name}.d.ts`);

function of(year: number): (part: string) => string {
  return (part) => `es${year}.${part}`;
}
