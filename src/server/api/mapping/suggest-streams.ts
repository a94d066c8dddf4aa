import { z } from 'zod';
import { suggestConnectionStreams } from '../../mapping/suggest-connection-streams.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Which streams of two connections, by their names, hold the same things. */
export const suggestStreams = workspaceProcedure('mapping.suggestStreams')
  .input(z.object({ left: z.string(), right: z.string() }))
  .query(({ ctx, input }) => suggestConnectionStreams(ctx.within, input));
