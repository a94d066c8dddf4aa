import { otherSide, type Side } from '../change/change-event.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { SyncError } from '../errors/sync-error.ts';
import { laneConversion } from '../flow/check-transform.ts';
import { readsFrom, writesTo } from '../flow/direction.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import { fieldCast } from '../values/cast.ts';
import { sameType } from '../values/same-type.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import { breakUses } from './break-uses.ts';
import type { Drift } from './drift.ts';
import { findBroken } from './find-broken.ts';
import { reviewEnd } from './review-end.ts';

/** Why a side of a lane can neither be read nor written. */
export type Broken = {
  code: ErrorCode;
  message: string;
  /** Its log is sound, and kept for when the side is whole again; nothing of it is dealt with until then. */
  holdsLog?: true;
};

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
 * @param streams the streams now, as the systems have them; null where a stream is gone.
 */
export function adaptLane(deployed: Lane, streams: Record<Side, StreamSchema | null>): AdaptedLane {
  const drifts: Drift[] = [];
  const seen = (side: Side) => streams[side] && reviewEnd(deployed[side], streams[side]);
  const ends = { left: seen('left'), right: seen('right') };
  const current = { left: ends.left?.end.stream ?? null, right: ends.right?.end.stream ?? null };
  const broken = findBroken(deployed, current, drifts);
  for (const side of sides) breakUses(deployed, side, streams[side], ends[side], broken, drifts);
  const end = (side: Side) => (broken[side] ? null : ends[side]?.end) ?? deployed[side];
  const lane: Lane = { ...deployed, left: end('left'), right: end('right'), fields: [] };
  const suspended: LaneField[] = [];
  for (const pair of deployed.fields) {
    const found = pair.key ? retyped(deployed, lane, pair) : findPairDrifts(deployed, lane, pair);
    drifts.push(...found);
    if (found.some(suspends) || lacksOldRows(lane, pair)) suspended.push(pair);
    else lane.fields.push(pair);
  }
  for (const side of sides) {
    if (!broken[side]) drifts.push(...findStreamDrifts(deployed, lane, side, drifts));
  }
  return { lane, deployed, suspended, broken, drifts };
}

/** A change of one of several joined fields must tell the others too. */
function lacksOldRows(lane: Lane, pair: LaneField): boolean {
  return sides.some((side) => {
    const several = partsOf(pair, side).length > 1 && readsFrom(pair.direction, side);
    return several && lane[side].stream.beforeImage !== 'full';
  });
}

function suspends(drift: Drift): boolean {
  return drift.kind !== 'field-retyped' || drift.refused !== null;
}

function findPairDrifts(deployed: Lane, lane: Lane, pair: LaneField): Drift[] {
  const names = { left: pair.left, right: pair.right };
  const gone = fieldsOf(pair).flatMap(({ side, field }): Drift[] => {
    if (fieldOf(lane, side, field)) return [];
    const to = renamedTo(deployed, lane, side, field);
    return to === null
      ? [{ kind: 'field-dropped', side, field, pair: names }]
      : [{ kind: 'field-renamed', side, field, to, pair: names }];
  });
  if (gone.length > 0) return gone;
  const readOnly = fieldsOf(pair).flatMap(({ side, field }): Drift[] => {
    const refuses = writesTo(pair.direction, side) && fieldOf(lane, side, field)?.readOnly;
    if (!refuses || fieldOf(deployed, side, field)?.readOnly) return [];
    return [{ kind: 'field-read-only', side, field, pair: names }];
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
  return fieldsOf(pair).flatMap(({ side, field }): Drift[] => {
    const from = fieldOf(deployed, side, field)?.nativeType;
    const to = fieldOf(lane, side, field)?.nativeType;
    if (from === undefined || to === undefined || from === to) return [];
    const names = { left: pair.left, right: pair.right };
    return [{ kind: 'field-retyped', side, field, from, to, refused, pair: names }];
  });
}

/** The pair's own fields on both sides; one each, unless it joins several. */
function fieldsOf(pair: LaneField): { side: Side; field: string }[] {
  return sides.flatMap((side) => partsOf(pair, side).map((field) => ({ side, field })));
}

/** Why no value can go the ways that the pair goes; null where it can. */
function refusal(lane: Lane, pair: LaneField): string | null {
  const asked = mergeRefusal(lane, pair);
  if (asked) return asked;
  if (pair.parts || pair.transform) return stepRefusal(lane, pair);
  for (const to of sides) {
    if (!pair.key && !writesTo(pair.direction, to)) continue;
    const source = fieldOf(lane, otherSide(to), pair[otherSide(to)]) as Field;
    const cast = fieldCast(source, fieldOf(lane, to, pair[to]) as Field);
    if ('refused' in cast) return cast.refused;
  }
  return null;
}

/** Code that decides the pair's conflicts knows the left field as it was deployed. */
function mergeRefusal(lane: Lane, pair: LaneField): string | null {
  const rules = [pair.rule, lane.first.fields?.[pair.left] ?? lane.first.differ];
  for (const rule of rules) {
    const code = rule.kind === 'code' ? lane.merges?.[rule.node] : undefined;
    const known = code?.input.find(({ name }) => name === pair.left);
    if (!code || !known || sameType(known.type, fieldOf(lane, 'left', pair.left)?.type)) continue;
    return `The code "${code.nodeId}" decides its conflicts, and knows ${pair.left} as it was. Look whether it fits, and deploy the flow again.`;
  }
  return null;
}

function stepRefusal(lane: Lane, pair: LaneField): string | null {
  try {
    laneConversion(lane, pair);
    return null;
  } catch (error) {
    if (error instanceof StepRefusal || error instanceof SyncError) return error.message;
    throw error;
  }
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
