import { z } from 'zod';
import { OperationKind, type OperationView, presentOperation } from '../../operations/present-operation.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

export type OperationPage = { operations: OperationView[]; next: string | null };

/** Operations of a kind or of a flow, or all, newest first. */
export const listOperations = workspaceProcedure('operation.list')
  .input(
    z.object({
      kind: OperationKind.optional(),
      flowId: z.string().optional(),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { within }, input: { cursor, limit, ...wanted } }): Promise<OperationPage> => {
    const stored = await within.store.operations.list({
      ...wanted,
      cursor: cursor ?? null,
      limit: limit + 1,
    });
    const masker = await maskerFor(within);
    const operations = stored.slice(0, limit).map((operation) => presentOperation(operation, masker));
    return { operations, next: stored.length > limit ? (operations.at(-1)?.id ?? null) : null };
  });
