import { allows } from '#core/access/permissions.ts';
import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compileLaneFilter } from '#core/flow/compile-lane-filter.ts';
import type { FilterMoves } from '#core/flow/filter-moves.ts';
import type { Lane, LaneFilter } from '#core/flow/lane.ts';
import type { Row } from '#core/values/value.ts';
import { withConnection } from '../connections/with-session.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { spreadRows } from './spread-rows.ts';

/** A stream of more rows is estimated by some from all over it. */
const MOST_READ = 20_000;
/** A stream is counted no further for an estimate. */
const MOST_COUNTED = 5_000_000;

/**
 * How many records of every side enter and leave a lane when its changed filters are deployed. Only for who may
 * deploy: what a condition lets through tells of values, which may be masked for others.
 *
 * @param deployed the lanes that run now.
 */
export async function countMoves(
  context: WorkspaceContext,
  deployed: readonly Lane[],
  lanes: readonly Lane[],
): Promise<FilterMoves[]> {
  if (!allows(context.role, 'flow.deploy')) return [];
  const moves: FilterMoves[] = [];
  for (const lane of lanes) {
    const earlier = deployed.find(({ id }) => id === lane.id);
    for (const side of ['left', 'right'] as const) {
      if (!earlier || !isComparable(earlier, lane, side)) continue;
      moves.push(await movesOf(context, lane, side, earlier.filters?.[side] ?? []));
    }
  }
  return moves;
}

/** The same stream, seen without code, by other filters. */
function isComparable(earlier: Lane, lane: Lane, side: Side): boolean {
  const [was, is] = [earlier[side], lane[side]];
  if (was.connection !== is.connection || was.stream.name !== is.stream.name || was.view || is.view)
    return false;
  return said(earlier, side) !== said(lane, side);
}

/** What the filters of a side say, whatever the order in which the store keeps an object's parts. */
function said({ filters }: Lane, side: Side): string {
  const parts = filters?.[side]?.map(({ condition, leave, except }) => [condition, leave, except ?? []]);
  return JSON.stringify(parts ?? []);
}

async function movesOf(
  context: WorkspaceContext,
  lane: Lane,
  side: Side,
  before: readonly LaneFilter[],
): Promise<FilterMoves> {
  const { connection: name, stream } = lane[side];
  const was = compiled(stream, before);
  const is = compiled(stream, lane.filters?.[side] ?? []);
  const found = { enter: 0, leave: { keep: 0, delete: 0 } };
  const take = (row: Row) => {
    const [held, left] = [was.every(({ holds }) => holds(row)), is.filter(({ holds }) => !holds(row))];
    if (held && left.length > 0)
      found.leave[left.some(({ leave }) => leave === 'delete') ? 'delete' : 'keep'] += 1;
    else if (!held && left.length === 0) found.enter += 1;
  };
  const fields = [...new Set([...stream.key, ...[...was, ...is].flatMap(({ reads }) => reads)])];
  const { looked, total } = await readRows(context, name, { stream, fields }, take);
  const scaled = (count: number) => (looked === 0 ? 0 : Math.round((count * total) / looked));
  return {
    nodeId: lane.mappingNodeId,
    side,
    stream: stream.name,
    other: lane[side === 'left' ? 'right' : 'left'].stream.name,
    enter: scaled(found.enter),
    leave: { keep: scaled(found.leave.keep), delete: scaled(found.leave.delete) },
    looked,
    all: looked === total,
  };
}

/** Filters of the version before that the stream does not fit any more let nothing through that could be told. */
function compiled(stream: Lane['left']['stream'], filters: readonly LaneFilter[]) {
  return filters.map((filter) => {
    try {
      return { ...compileLaneFilter(stream, filter), leave: filter.leave };
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'FILTER_INVALID') throw error;
      return { reads: [], holds: () => false, leave: filter.leave };
    }
  });
}

/** Reads all rows of a stream, or some from all over it where they are many. */
async function readRows(
  { services, store }: WorkspaceContext,
  name: string,
  { stream, fields }: { stream: Lane['left']['stream']; fields: string[] },
  take: (row: Row) => void,
): Promise<{ looked: number; total: number }> {
  const connection = await store.connections.find({ name });
  if (!connection) throw new SyncError('NOT_FOUND', `There is no connection "${name}".`);
  const { name: streamName, key } = stream;
  return withConnection(services, connection, async ({ source }) => {
    const count = await source.count({ stream: streamName, atMost: MOST_COUNTED });
    if (count > MOST_READ) {
      const type = (key.length === 1 && stream.fields.find((field) => field.name === key[0])?.type) || null;
      const { rows } = await spreadRows(source, { stream: streamName, fields, key, type });
      for (const row of rows) take(row);
      return { looked: rows.length, total: count };
    }
    const { rows } = await source.snapshot({
      stream: streamName,
      fields,
      key,
      cursor: null,
      limit: MOST_READ,
    });
    for (const row of rows) take(row);
    return { looked: rows.length, total: rows.length };
  });
}
