import { mappingThresholds } from '../../mapping/mapping-thresholds.ts';
import { workspaceProcedure } from '../trpc.ts';

/** From which confidence suggestions are accepted by themselves, and from which they are shown. */
export const showThresholds = workspaceProcedure('mapping.thresholds').query(({ ctx }) =>
  mappingThresholds(ctx.within.store),
);
