import { z } from 'zod';
import { StreamReference } from '../../mapping/stream-reference.ts';
import { suggestFields as suggest } from '../../mapping/suggest-fields.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Which fields of two streams belong together, each pair with its confidence and why. */
export const suggestFields = workspaceProcedure('mapping.suggestFields')
  .input(
    z.object({
      left: StreamReference,
      right: StreamReference,
      flowId: z.string().optional(),
      values: z.boolean().default(true),
    }),
  )
  .query(({ ctx, input }) => suggest(ctx.within, input));
