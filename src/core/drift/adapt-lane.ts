import { otherSide, type Side } from '../change/change-event.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { readsFrom, writesTo } from '../flow/direction.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import { fieldCast } from '../values/cast.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { Drift } from './drift.ts';
import { findBroken } from './find-broken.ts';

/** Why a side of a lane can neither be read nor written. */
export type Broken = { code: ErrorCode; message: string };

/** A deployed lane as it can run on the streams as they are now (E15). */
export type AdaptedLane = {
  /** The lane with the present streams, without its suspended pairs. A broken side keeps the stream that was deployed. */
  lane: Lane;
  /** The lane as it was deployed. */
  deployed: Lane;
  suspended: LaneField[];
  broken: Partial<Record<Side, Broken>>;
  drifts: Drift[];
};

const sides = ['left', 'right'] as const;

/**
 * Fits a deployed lane to the streams as they are now: pairs that cannot be carried are suspended,
 * all others go on with casts of the present types, and whatever differs is told.
 *
 * @param current the streams now; null where a stream is gone.
 */
export function adaptLane(deployed: Lane, current: Record<Side, StreamSchema | null>): AdaptedLane {
  const drifts: Drift[] = [];
  const broken = findBroken(deployed, current, drifts);
  const end = (side: Side) => {
    const stream = broken[side] ? null : current[side];
    return { ...deployed[side], stream: stream ?? deployed[side].stream };
  };
  const lane: Lane = { ...deployed, left: end('left'), right: end('right'), fields: [] };
  const suspended: LaneField[] = [];
  for (const pair of deployed.fields) {
    const found = pair.key ? retyped(deployed, lane, pair) : findPairDrifts(deployed, lane, pair);
    drifts.push(...found);
    if (found.some(suspends)) suspended.push(pair);
    else lane.fields.push(pair);
  }
  for (const side of sides) {
    if (!broken[side]) drifts.push(...findStreamDrifts(deployed, lane, side, drifts));
  }
  return { lane, deployed, suspended, broken, drifts };
}

function suspends(drift: Drift): boolean {
  return drift.kind !== 'field-retyped' || drift.refused !== null;
}

function findPairDrifts(deployed: Lane, lane: Lane, pair: LaneField): Drift[] {
  const names = { left: pair.left, right: pair.right };
  const gone = sides.flatMap((side): Drift[] => {
    if (fieldOf(lane, side, pair[side])) return [];
    const to = renamedTo(deployed, lane, side, pair[side]);
    return to === null
      ? [{ kind: 'field-dropped', side, field: pair[side], pair: names }]
      : [{ kind: 'field-renamed', side, field: pair[side], to, pair: names }];
  });
  if (gone.length > 0) return gone;
  const readOnly = sides.flatMap((side): Drift[] => {
    const refuses = writesTo(pair.direction, side) && fieldOf(lane, side, pair[side])?.readOnly;
    if (!refuses || fieldOf(deployed, side, pair[side])?.readOnly) return [];
    return [{ kind: 'field-read-only', side, field: pair[side], pair: names }];
  });
  return [...readOnly, ...retyped(deployed, lane, pair)];
}

/** The name that a field has now that is known under another one, by the system's own number of it. */
function renamedTo(deployed: Lane, lane: Lane, side: Side, name: string): string | null {
  const number = fieldOf(deployed, side, name)?.number;
  if (number === undefined) return null;
  return lane[side].stream.fields.find((field) => field.number === number)?.name ?? null;
}

function retyped(deployed: Lane, lane: Lane, pair: LaneField): Drift[] {
  const refused = refusal(lane, pair);
  return sides.flatMap((side): Drift[] => {
    const from = fieldOf(deployed, side, pair[side])?.nativeType;
    const to = fieldOf(lane, side, pair[side])?.nativeType;
    if (from === undefined || to === undefined || from === to) return [];
    const names = { left: pair.left, right: pair.right };
    return [{ kind: 'field-retyped', side, field: pair[side], from, to, refused, pair: names }];
  });
}

/** Why no value can go the ways that the pair goes; null where it can. */
function refusal(lane: Lane, pair: LaneField): string | null {
  for (const to of sides) {
    if (!pair.key && !writesTo(pair.direction, to)) continue;
    const source = fieldOf(lane, otherSide(to), pair[otherSide(to)]) as Field;
    const cast = fieldCast(source, fieldOf(lane, to, pair[to]) as Field);
    if ('refused' in cast) return cast.refused;
  }
  return null;
}

function findStreamDrifts(deployed: Lane, lane: Lane, side: Side, told: Drift[]): Drift[] {
  const before = deployed[side].stream;
  const now = lane[side].stream;
  const drifts: Drift[] = [];
  const renamed = new Set(told.flatMap((d) => (d.kind === 'field-renamed' && d.side === side ? [d.to] : [])));
  for (const field of now.fields) {
    if (renamed.has(field.name) || before.fields.some((known) => known.name === field.name)) continue;
    const filled = field.nullable || field.hasDefault || field.readOnly;
    const required = !filled && writesTo(deployed.direction, side);
    const { name, nativeType } = field;
    drifts.push({ kind: 'field-added', side, field: name, nativeType, required });
  }
  const fields = deployed.fields.filter((field) => field.key).map((field) => field[side]);
  if (isUnique(before, fields) && !isUnique(now, fields)) {
    drifts.push({ kind: 'key-not-unique', side, fields });
  }
  if (readsFrom(deployed.direction, side) && before.beforeImage !== now.beforeImage) {
    drifts.push({ kind: 'old-rows', side, from: before.beforeImage, to: now.beforeImage });
  }
  return drifts;
}

function isUnique(stream: StreamSchema, fields: string[]): boolean {
  return [stream.key, ...stream.uniques].some(
    (set) => set.length === fields.length && set.every((name) => fields.includes(name)),
  );
}

function fieldOf(lane: Lane, side: Side, name: string): Field | undefined {
  return lane[side].stream.fields.find((field) => field.name === name);
}
