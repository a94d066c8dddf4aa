import { z } from 'zod';
import { deleteAlertChannel } from '../../use-cases/delete-alert-channel.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Deletes a channel. */
export const deleteChannel = workspaceProcedure('alert.deleteChannel')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => deleteAlertChannel(ctx.within, input.id));
