import { AlertChannelInput, saveAlertChannel } from '../../use-cases/save-alert-channel.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes or changes a channel. */
export const saveChannel = workspaceProcedure('alert.saveChannel')
  .input(AlertChannelInput)
  .mutation(({ ctx, input: { workspace: _, ...channel } }) => saveAlertChannel(ctx.within, channel));
