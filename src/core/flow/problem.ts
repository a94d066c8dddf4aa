import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';

/** Something wrong with a flow, and where. */
export const Problem = z.object({
  code: ErrorCode,
  /** An `error` keeps the flow from being deployed. */
  severity: z.enum(['error', 'warning']),
  /** What is wrong, in one sentence. */
  message: z.string(),
  /** How to mend it. */
  remedy: z.string(),
  nodeId: z.string().nullable(),
  edgeId: z.string().nullable(),
  /** Index into the mapping's `fields`, where one pair is concerned. */
  fieldIndex: z.number().nullable(),
  /** Where in the code of a code node, counted from 1; `module` is a shared one, null the node's own source. */
  place: z.object({ module: z.string().nullable(), line: z.number(), column: z.number() }).optional(),
});
export type Problem = z.infer<typeof Problem>;
