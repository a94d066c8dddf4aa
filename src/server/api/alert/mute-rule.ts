import { muteAlertRule } from '../../use-cases/mute-alert-rule.ts';
import { workspaceProcedure } from '../trpc.ts';
import { MuteInput } from './mute-input.ts';

/** Has nobody told of what a rule finds for a time. */
export const muteRule = workspaceProcedure('alert.muteRule')
  .input(MuteInput)
  .mutation(({ ctx, input }) => muteAlertRule(ctx.within, input));
