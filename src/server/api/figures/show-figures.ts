import { FigureQuestion, showFigures as show } from '../../figures/show-figures.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Everything that is told of a flow, or a lane or side of it, over a time. */
export const showFigures = workspaceProcedure('figures.show')
  .input(FigureQuestion)
  .query(({ ctx, input }) => show(ctx.within, input));
