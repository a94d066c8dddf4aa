import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { parseFlow } from '#core/flow/parse-flow.ts';
import { readJsonFile } from './read-json-file.ts';

const OneOrMore = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);

/**
 * The flows of a file: one flow, or an array of them. `-` reads standard input.
 * Throws `FLOW_MALFORMED` with every place that is wrong, `FLOW_TOO_NEW`, and a usage error where
 * there is no file.
 */
export async function readFlowFile(path: string, stdin: NodeJS.ReadableStream): Promise<FlowGraph[]> {
  const { value: parsed, from } = await readJsonFile(path, stdin, 'FLOW_MALFORMED');
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
