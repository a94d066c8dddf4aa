import { muteIncident as mute } from '../../use-cases/answer-incident.ts';
import { workspaceProcedure } from '../trpc.ts';
import { MuteInput } from './mute-input.ts';

/** Has nobody told of an incident for a time. */
export const muteIncident = workspaceProcedure('alert.muteIncident')
  .input(MuteInput)
  .mutation(({ ctx, input }) => mute(ctx.within, input));
