import type { Side } from '#core/change/change-event.ts';
import type { LaneField } from '#core/flow/lane.ts';
import type { FirstSyncState, MetPair } from '#core/ports/lane-store.ts';
import { partsOf } from '#core/transform/joined-fields.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { put } from '#lib/put.ts';
import { runningShape } from '../drift/running-shape.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

const sides = ['left', 'right'] as const;

/**
 * What a lane has to meet when it starts, from what it had met before: everything, where it runs
 * between other streams or a side was gone; the fields that are new to it, came back or changed
 * their type; or nothing. A broken lane keeps that it has to meet everything.
 *
 * @param now microseconds since 1970, and how far both logs have come.
 * @returns with the left names of fields about which nothing that was agreed before counts any more.
 */
export function planMeeting(
  lane: CompiledLane,
  known: FirstSyncState | null,
  now: { at: number; heads: FirstSyncState['heedFrom'] },
): { state: FirstSyncState; due: string[] } {
  const idOf = (side: Side) =>
    lane.broken[side] ? (known?.streams?.[side] ?? null) : (lane.plan[side].stream.id ?? null);
  const streams = { left: idOf('left'), right: idOf('right') };
  const filters = { joins: lane.joins, of: lane.plan.filters ?? null };
  const common = {
    streams,
    filters,
    digests: lane.needsDigests,
    running: runningShape({ ...lane, lane: lane.plan }),
  };
  const begin = {
    phase: 'left' as const,
    cursor: null,
    copying: null,
    startedAt: now.at,
    done: { left: 0, right: 0 },
  };
  const generation = (known?.generation ?? 0) + 1;
  const isBroken = Boolean(lane.broken.left ?? lane.broken.right);
  if (!known || known.shape !== lane.shape || isBroken || isReplaced(known, streams)) {
    const pairs = lane.plan.fields.map((pair) => metPair(lane, pair));
    const shape = isBroken ? '' : lane.shape;
    const replaced = known ? replacedSides(known, streams) : [];
    const before = known && !isBroken && !isReplaced(known, streams) ? filtersBefore(lane, known) : [];
    const whole = { before, only: null, fresh: {}, heedFrom: now.heads, repair: false, replaced };
    return { state: { ...begin, ...common, generation, shape, pairs, ...whole }, due: [] };
  }
  const pairs = lane.plan.fields.filter((pair) => !hasMet(lane, pair, known));
  const due = pairs.map((pair) => pair.left);
  const away = lane.suspended.flatMap((pair) => awayPair(lane, pair, known));
  const next: FirstSyncState = {
    ...known,
    ...common,
    pairs: [...lane.plan.fields.map((pair) => metPair(lane, pair)), ...away],
  };
  // Digests are made of what agrees: a lane that begins to need them walks once over all records.
  const digestsDue = lane.needsDigests && !known.digests;
  if (due.length === 0 && !digestsDue) return { state: next, due };
  const underWay = known.phase !== 'done';
  if (underWay && known.only === null) return { state: { ...next, ...begin, generation }, due };
  const earlier = underWay ? known : { only: [], fresh: {} };
  const fresh: FirstSyncState['fresh'] = { ...earlier.fresh };
  for (const pair of pairs) {
    const side = freshSide(lane, pair, known);
    if (side) put(fresh, pair.left, side);
  }
  const only = [...new Set([...(earlier.only ?? []), ...due])];
  const state = { ...next, ...begin, generation, only, fresh, heedFrom: now.heads, repair: false };
  return { state, due };
}

/** The filters by which records may have been carried so far, where the lane is the same but for them. */
function filtersBefore(lane: CompiledLane, known: FirstSyncState): NonNullable<FirstSyncState['before']> {
  if (known.filters?.joins !== lane.joins || known.shape === '') return [];
  return [...(known.phase === 'done' ? [] : (known.before ?? [])), known.filters.of];
}

/** A stream of the same name that is another one has met nothing. */
function isReplaced(known: FirstSyncState, streams: FirstSyncState['streams']): boolean {
  return replacedSides(known, streams).length > 0;
}

/** The sides whose stream is another one of the name than the one that was met. */
export function replacedSides(
  known: Pick<FirstSyncState, 'streams'>,
  streams: FirstSyncState['streams'],
): Side[] {
  return sides.filter((side) => {
    const [was, is] = [known.streams?.[side] ?? null, streams[side]];
    return was !== null && is !== null && was !== is;
  });
}

function hasMet(lane: CompiledLane, pair: LaneField, known: FirstSyncState): boolean {
  const met = findMet(pair, known);
  if (!met || met.away) return false;
  const now = metPair(lane, pair);
  const same = (side: Side) => met[side].number === now[side].number && met[side].type === now[side].type;
  return met.direction === now.direction && met.steps === now.steps && sides.every(same);
}

/** The side on which the pair's field was away, is another one than before, or was made for the pair. */
function freshSide(lane: CompiledLane, pair: LaneField, known: FirstSyncState): Side | null {
  const met = findMet(pair, known);
  if (!met) return pair.made ?? null;
  const now = metPair(lane, pair);
  return met.away ?? sides.find((side) => met[side].number !== now[side].number) ?? null;
}

/** A suspended pair is remembered with the side that lacks its field; without one, it is met anew as a whole. */
function awayPair(lane: CompiledLane, pair: LaneField, known: FirstSyncState): MetPair[] {
  const met = findMet(pair, known);
  const away = sides.find((side) => partsOf(pair, side).some((name) => !fieldOf(lane, side, name)));
  return met && away ? [{ ...met, away }] : [];
}

function findMet(pair: LaneField, known: FirstSyncState): MetPair | undefined {
  return known.pairs.find((met) => met.left.name === pair.left && met.right.name === pair.right);
}

function metPair(lane: CompiledLane, pair: LaneField): MetPair {
  const end = (side: Side) => {
    const fields = partsOf(pair, side).map((name) => fieldOf(lane, side, name));
    const [field] = fields;
    const name = pair[side];
    if (fields.length === 1) return { name, number: field?.number ?? null, type: field?.nativeType ?? '' };
    const type = fields.map((each) => `${each?.nativeType} ${each?.number ?? ''}`).join(', ');
    return { name, number: null, type };
  };
  const through = pair.key ? [] : mappedBefore(lane);
  const said = through.length > 0 ? [pair.transform ?? null, through] : pair.transform;
  const steps = said ? { steps: JSON.stringify(said) } : {};
  return { left: end('left'), right: end('right'), direction: pair.direction, away: null, ...steps };
}

/** The pairs of a mapping behind which code stands: each of them may go into every field that the code makes. */
function mappedBefore({ plan }: CompiledLane): unknown[] {
  return sides.flatMap((side) =>
    (plan[side].view?.steps ?? []).flatMap((step) => (step.kind === 'mapping' ? step.pairs : [])),
  );
}

function fieldOf(lane: CompiledLane, side: Side, name: string): Field | undefined {
  return lane.plan[side].stream.fields.find((field) => field.name === name);
}
