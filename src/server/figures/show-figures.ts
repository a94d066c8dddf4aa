import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FigureValues } from '#core/figures/figure.ts';
import type { FigureSeries } from '#core/figures/figure-series.ts';
import { type Histogram, mergeHistograms } from '#core/figures/histogram.ts';
import { type FigureReading, readFigures } from '#db/figures/read-figures.ts';
import { readSeries } from '#db/figures/read-series.ts';
import { readTallies } from '#db/figures/read-tallies.ts';
import { type LastVerify, readVerifies } from '#db/figures/read-verifies.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

const LONGEST = 400 * 86_400_000;

/** Of what, and over which time, figures are asked for. */
export const FigureQuestion = z.object({
  id: z.string(),
  /** One lane, and the side that changes came from; absent for all. */
  laneId: z.string().optional(),
  side: z.enum(['left', 'right']).optional(),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
});
export type FigureQuestion = z.infer<typeof FigureQuestion>;

/** Everything that is told of a flow over a time. */
export type ShownFigures = {
  series: FigureSeries;
  values: FigureValues;
  /** Of each lane with figures in that time. */
  lanes: (Omit<FigureReading, 'laneId'> & { laneId: string })[];
  errors: FigureReading['errors'];
  disagreement: Histogram;
  verify: LastVerify | null;
};

/** @throws SyncError `NOT_FOUND`; `INPUT_INVALID` for a time that ends before it begins, or is longer than kept. */
export async function showFigures(
  context: WorkspaceContext,
  { id, laneId, side, from, to }: FigureQuestion,
): Promise<ShownFigures> {
  const flow = await findFlow(context, { id });
  const window = { from: new Date(from), to: new Date(to) };
  const length = window.to.getTime() - window.from.getTime();
  if (length <= 0 || length > LONGEST) {
    throw new SyncError(
      'INPUT_INVALID',
      'A time for figures begins before it ends, and is 400 days at most.',
    );
  }
  const { pool } = context.services;
  const scope = { flowIds: [flow.id], laneId, side };
  const [series, readings, lanes, tallies, verifies] = await Promise.all([
    readSeries(pool, scope, window, Date.now()),
    readFigures(pool, scope, window, { byLane: false }),
    readFigures(pool, scope, window, { byLane: true }),
    readTallies(pool, scope, window, { byLane: false }),
    readVerifies(pool, [flow.id]),
  ]);
  const [whole] = readings as [FigureReading];
  return {
    series,
    values: whole.values,
    errors: whole.errors,
    lanes: lanes.flatMap((lane) => (lane.laneId === null ? [] : [{ ...lane, laneId: lane.laneId }])),
    disagreement: mergeHistograms(tallies.map((tally) => tally.disagreement)),
    verify: verifies[0] ?? null,
  };
}
