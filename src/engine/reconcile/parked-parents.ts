import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Image, Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import { canIdentify, tryIdentify } from '../plan/record-identity.ts';
import type { OpenRecord } from './open-records.ts';

/** A reference from a lane's stream to the stream of a lane (itself, maybe) that runs between the same connections. */
export type ParentReference = {
  /** The referring fields, in the order of the parent's key. */
  fields: readonly string[];
  parent: LaneRuntime;
  /** The parent lane's end that is referred to. */
  side: Side;
};

/** Records that wait behind others are followed no further than this: circles of references. */
const LONGEST_QUEUE = 100;

/** Finds, for every lane and side that changes come from, whom its records refer to. */
export function findParents(runtimes: readonly LaneRuntime[]): void {
  for (const runtime of runtimes) {
    for (const from of ['left', 'right'] as const) {
      runtime.parents[from] = runtimes.flatMap((parent) => referencesTo(runtime, from, parent));
    }
  }
}

/**
 * The parked record that an image of a record refers to (E9): until it is in line, the record waits
 * behind it. None where that one, or whoever it waits behind, waits for this record itself, or for a
 * missing reference of its own.
 *
 * @param self the record, where it is open itself.
 */
export function parkedParent(
  runtime: LaneRuntime,
  from: Side,
  image: Image,
  self?: OpenRecord,
): OpenRecord | null {
  for (const { fields, parent, side } of runtime.parents[from]) {
    if (parent.open.size === 0) continue;
    const key: Row = {};
    for (const [i, name] of parent.lane[side].key.entries()) {
      const value = image[fields[i] as string];
      if (value === undefined || value === null) break;
      put(key, name, value);
    }
    if (Object.keys(key).length < fields.length) continue;
    // A reference that the lane does not carry has nobody's link looked up, and nothing to wait for.
    if (!canIdentify(parent.lane, side, key)) continue;
    const identity = tryIdentify(parent.lane, side, key);
    const open = 'unnamed' in identity ? undefined : parent.open.get(identity.recordKey);
    if (open && blocks(open, self)) return open;
  }
  return null;
}

function blocks(open: OpenRecord, self: OpenRecord | undefined): boolean {
  if (open === self || open.record.state !== 'parked') return false;
  // What is missing there may be this very record.
  if (open.record.code === 'FOREIGN_KEY_VIOLATION') return false;
  let before = open.behind;
  for (let steps = 0; before && steps < LONGEST_QUEUE; steps += 1) {
    if (before === self) return false;
    before = before.behind;
  }
  return true;
}

function referencesTo(runtime: LaneRuntime, from: Side, parent: LaneRuntime): ParentReference[] {
  const here = runtime.lane.plan[from];
  const there = runtime.lane.plan[otherSide(from)];
  return (['left', 'right'] as const).flatMap((side) => {
    const end = parent.lane.plan[side];
    const sameWay =
      end.connection === here.connection && parent.lane.plan[otherSide(side)].connection === there.connection;
    if (!sameWay) return [];
    const { key } = parent.lane[side];
    return here.stream.references.flatMap(({ stream, fields, referencedFields }): ParentReference[] => {
      if (stream !== end.stream.name || referencedFields.length !== key.length) return [];
      const inOrder = key.map((name) => fields[referencedFields.indexOf(name)]);
      return inOrder.every((field) => field !== undefined) ? [{ fields: inOrder, parent, side }] : [];
    });
  });
}
