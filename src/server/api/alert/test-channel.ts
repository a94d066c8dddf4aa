import { z } from 'zod';
import { testAlertChannel } from '../../use-cases/test-alert-channel.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sends a test through a channel now. */
export const testChannel = workspaceProcedure('alert.testChannel')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => testAlertChannel(ctx.within, input.id));
