import { Thresholds } from '#core/mapping/suggestion.ts';
import { setMappingThresholds } from '../../use-cases/set-mapping-thresholds.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sets from which confidence suggestions are accepted by themselves, and from which they are shown. */
export const setThresholds = workspaceProcedure('mapping.setThresholds')
  .input(Thresholds.loose())
  .mutation(({ ctx, input: { accept, review } }) => setMappingThresholds(ctx.within, { accept, review }));
