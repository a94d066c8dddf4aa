import { z } from 'zod';
import { restoreVersion as restore } from '../../use-cases/restore-version.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes the draft what that version was. Nothing is deployed by it. */
export const restoreVersion = workspaceProcedure('flow.restore')
  .input(z.object({ id: z.string(), number: z.int() }))
  .mutation(({ ctx, input }) => restore(ctx.within, input));
