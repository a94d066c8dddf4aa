import { allows } from '#core/access/permissions.ts';
import type { Side } from '#core/change/change-event.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { pairNames } from '#core/flow/pair-title.ts';
import type { Problem } from '#core/flow/problem.ts';
import { ProblemList } from '#core/flow/problem-list.ts';
import {
  pairsThatMayLose,
  type RoundTrip,
  type RoundTripTaker,
  roundTripTaker,
} from '#core/transform/round-trip.ts';
import { type RowsLookedAt, rowsLookedAt } from '#core/transform/rows-looked-at.ts';
import { withConnection } from '../connections/with-session.ts';
import { type Masker, maskerFor } from '../records/masker.ts';
import { seesPair } from '../records/sees-pair.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { spreadRows } from './spread-rows.ts';

const CHUNK_ROWS = 10_000;

/** What the real values of a two-way pair came to, and where in the flow the pair is. */
export type PairRoundTrip = RoundTrip & {
  nodeId: string;
  /** Index into the mapping's `fields`; null for a pair of its `match` alone. */
  fieldIndex: number | null;
  /** Rows of the side that were looked at, and which. */
  rows: number;
  looked: RowsLookedAt;
};

/**
 * Takes the real values of two-way pairs to the other side and back. Values that come back as other ones keep
 * the flow from being deployed until somebody has chosen: one way, steps that lead back, or a reason why the loss
 * does not matter. Pairs with such a reason are not looked at.
 *
 * @param whole looks at every row of both sides, not at 2,000 from all over each (see `spreadRows`).
 */
export async function checkRoundTrips(
  context: WorkspaceContext,
  graph: FlowGraph,
  lanes: Lane[],
  whole = false,
): Promise<{ roundTrips: PairRoundTrip[]; problems: Problem[] }> {
  const problems = new ProblemList();
  const roundTrips: PairRoundTrip[] = [];
  const masker = await maskerFor(context);
  // Steps tried on values tell of them by what fails, and the flow may be the caller's own, over any table: only who may look
  // at rows needs to know.
  if (!allows(context.role, 'connection.sample')) return { roundTrips, problems: [] };
  for (const lane of lanes) {
    const places = placesOf(graph, lane);
    const pairs = pairsThatMayLose(lane).filter((pair) => !places(pair).lossy);
    if (pairs.length === 0) continue;
    for (const side of ['left', 'right'] as const) {
      // What stands there are the code's values, which the laws of the lens are about.
      if (lane[side].view) continue;
      try {
        const taker = roundTripTaker(lane, side, pairs);
        const rows = await takeRows(context, lane, side, taker, whole);
        for (const result of taker.results()) {
          const { nodeId, fieldIndex } = places(result);
          const shown = withoutMasked(masker, lane, result);
          const found = { ...shown, nodeId, fieldIndex, rows: rows.count, looked: rows.looked };
          if (found.changed + found.refused > 0) roundTrips.push(found);
          tell(found, lane, problems);
        }
      } catch (error) {
        const { code, message } = toAnswer(error);
        const why = pairs.every((pair) => seesPair(masker, lane, pair)) ? message : errorMeanings[code];
        problems.warning(
          'ROUND_TRIP',
          { nodeId: lane.mappingNodeId },
          `Whether values of ${lane[side].stream.name} come back as they were could not be found out: ${why}`,
        );
      }
    }
  }
  return { roundTrips, problems: problems.all() };
}

/** The counts alone, where the pair's values are masked for the caller. */
function withoutMasked(masker: Masker, lane: Lane, result: RoundTrip): RoundTrip {
  const pair = lane.fields.find(({ left, right }) => left === result.left && right === result.right);
  return pair && seesPair(masker, lane, pair) ? result : { ...result, samples: [], refusedSamples: [] };
}

function placesOf(graph: FlowGraph, lane: Lane) {
  const node = graph.nodes.find(({ id }) => id === lane.mappingNodeId);
  const fields = node?.kind === 'mapping' ? node.fields : [];
  return ({ left, right }: { left: string; right: string }) => {
    const index = fields.findIndex((pair) => {
      const names = pairNames(pair);
      return names.left === left && names.right === right;
    });
    const lossy = fields[index]?.lossy !== undefined;
    return { nodeId: lane.mappingNodeId, fieldIndex: index < 0 ? null : index, lossy };
  };
}

/** Gives the rows of a side to the taker. @returns how many there were, and which */
async function takeRows(
  { services, store }: WorkspaceContext,
  lane: Lane,
  side: Side,
  taker: RoundTripTaker,
  whole: boolean,
): Promise<{ count: number; looked: RowsLookedAt }> {
  const { connection: name, stream } = lane[side];
  const connection = await store.connections.find({ name });
  if (!connection) throw new SyncError('NOT_FOUND', `There is no connection "${name}".`);
  const key = lane.fields.filter((field) => field.key).map((field) => field[side]);
  const fields = [...new Set([...key, ...taker.fields])];
  const [single] = key.length === 1 ? stream.fields.filter((field) => field.name === key[0]) : [];
  return withConnection(services, connection, async ({ source }) => {
    if (!whole) {
      const request = { stream: stream.name, fields, key, type: single?.type ?? null };
      const { rows, looked } = await spreadRows(source, request);
      for (const row of rows) taker.take(row);
      return { count: rows.length, looked };
    }
    let cursor: string | null = null;
    let count = 0;
    do {
      const chunk = await source.snapshot({ stream: stream.name, fields, key, cursor, limit: CHUNK_ROWS });
      for (const row of chunk.rows) taker.take(row);
      count += chunk.rows.length;
      cursor = chunk.cursor;
    } while (cursor !== null);
    return { count, looked: 'all' };
  });
}

function tell(found: PairRoundTrip, lane: Lane, problems: ProblemList): void {
  const { nodeId, fieldIndex, side, looked, rows } = found;
  const place = { nodeId, ...(fieldIndex === null ? {} : { fieldIndex }) };
  const of = `${found[side]} of ${lane[side].stream.name}`;
  const among = `${found.checked} different value${found.checked === 1 ? '' : 's'} of ${of} (${rowsLookedAt(rows, looked)})`;
  if (found.changed > 0) {
    const samples = found.samples.slice(0, 3).map(({ value, there, back }) => {
      return `${shown(value)} goes as ${shown(there)} and comes back as ${shown(back)}`;
    });
    problems.error(
      'ROUND_TRIP',
      place,
      `${found.changed} of ${among} do not come back as they were${listed(samples)}.`,
    );
  }
  if (found.refused > 0) {
    const samples = found.refusedSamples.slice(0, 3).map(({ why }) => why.replace(/\.$/, ''));
    problems.warning(
      'CAST_FAILED',
      place,
      `${found.refused} of ${among} do not get through; their records will wait as failed${listed(samples)}.`,
    );
  }
}

function listed(samples: readonly string[]): string {
  return samples.length === 0 ? '' : `: ${samples.join('; ')}`;
}

function shown(value: string | null): string {
  if (value === null) return 'null';
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
