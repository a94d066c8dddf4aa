import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ErrorCode } from '#core/errors/codes.ts';
import { CliError, usageError } from './cli-error.ts';

/**
 * The JSON of a file, and what to call the file; `-` reads standard input. Throws a usage error where there is no file.
 * @param code of the error where it is no JSON
 */
export async function readJsonFile(
  path: string,
  stdin: NodeJS.ReadableStream,
  code: ErrorCode,
): Promise<{ value: unknown; from: string }> {
  const from = path === '-' ? 'standard input' : path;
  const content = path === '-' ? await text(stdin) : await read(path);
  try {
    return { value: JSON.parse(content), from };
  } catch (error) {
    throw new CliError(code, `${from} is not JSON.`, {
      detail: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing) throw usageError(`There is no file ${path}.`, 'Check the path; - reads standard input.');
    throw error;
  }
}
