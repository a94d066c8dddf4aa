import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from './library-folder.ts';

/** The examples in the comments of the standard library that say what they come to: expression and result. */
export function libraryExamples(): [string, string][] {
  const sources = readdirSync(libraryFolder)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => readFileSync(join(libraryFolder, name), 'utf8'));
  return sources
    .flatMap((source) => [...source.matchAll(/^ \* @example (.+?) \/\/ (.+)$/gm)])
    .map(([, expression = '', result = '']) => [expression, result]);
}
