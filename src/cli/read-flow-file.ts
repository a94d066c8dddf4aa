import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { parseFlow } from '#core/flow/parse-flow.ts';
import { CliError, usageError } from './cli-error.ts';

const OneOrMore = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);

/**
 * The flows of a file: one flow, or an array of them. `-` reads standard input.
 * Throws `FLOW_MALFORMED` with every place that is wrong, `FLOW_TOO_NEW`, and a usage error where
 * there is no file.
 */
export async function readFlowFile(path: string, stdin: NodeJS.ReadableStream): Promise<FlowGraph[]> {
  const from = path === '-' ? 'standard input' : path;
  const parsed = parseJson(path === '-' ? await text(stdin) : await read(path), from);
  return OneOrMore.parse(parsed).map((value, index) => {
    try {
      return parseFlow(value);
    } catch (error) {
      if (!(error instanceof SyncError) || !Array.isArray(parsed)) throw error;
      const where = `Flow ${index + 1} of ${from}: ${error.message}`;
      throw new SyncError(error.code, where, { detail: error.detail, cause: error });
    }
  });
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

function parseJson(content: string, from: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CliError('FLOW_MALFORMED', `${from} is not JSON.`, {
      detail: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
}
