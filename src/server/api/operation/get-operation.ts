import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { workspaceProcedure } from '../trpc.ts';

/** One operation with its progress and result. */
export const getOperation = workspaceProcedure('operation.get')
  .input(z.object({ id: z.string() }))
  .query(({ ctx, input }) => findOperation(ctx.within, input.id));
