import type { Side } from '../change/change-event.ts';
import { laneConversion } from '../flow/check-transform.ts';
import { readsFrom } from '../flow/direction.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import { fieldCast } from '../values/cast.ts';
import { sameType } from '../values/same-type.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { Broken } from './adapt-lane.ts';
import type { Drift } from './drift.ts';

const sides = ['left', 'right'] as const;

/**
 * The sides of a lane on which no record can be found any more, with why; tells of them in `drifts`.
 * The other side's changes are parked, nothing of the broken one is read.
 */
export function findBroken(
  deployed: Lane,
  current: Record<Side, StreamSchema | null>,
  drifts: Drift[],
): Partial<Record<Side, Broken>> {
  const broken: Partial<Record<Side, Broken>> = {};
  for (const side of sides) {
    const found = brokenSide(deployed, side, current[side]);
    if (!found) continue;
    broken[side] = found.broken;
    drifts.push(found.drift);
  }
  breakByType(deployed, current, broken, drifts);
  return broken;
}

function brokenSide(
  deployed: Lane,
  side: Side,
  stream: StreamSchema | null,
): { broken: Broken; drift: Drift } | null {
  const { name } = deployed[side].stream;
  if (!stream) {
    const message = `${name} is not there any more. When it is back, both sides are met again.`;
    return {
      broken: { code: 'STREAM_MISSING', message },
      drift: { kind: 'stream-missing', side, stream: name },
    };
  }
  const keys = deployed.fields.filter((field) => field.key).map((field) => field[side]);
  const gone = keys.filter((key) => !stream.fields.some((field) => field.name === key));
  if (gone.length > 0) {
    const why = `${name} has no ${gone.join(', ')} any more, by which its records are found.`;
    return {
      broken: { code: 'FIELD_MISSING', message: why },
      drift: { kind: 'key-broken', side, fields: gone, why },
    };
  }
  if (stream.beforeImage === 'none' && readsFrom(deployed.direction, side)) {
    // Published without one, the table would refuse its owner's updates and deletes.
    const why = `${name} has no replica identity any more: its log does not name changed and deleted records.`;
    return {
      broken: { code: 'KEY_MISSING', message: why },
      drift: { kind: 'key-broken', side, fields: keys, why },
    };
  }
  return null;
}

/** A key whose values do not go both ways, and each to one of its own, finds no record from the other side. */
function breakByType(
  deployed: Lane,
  current: Record<Side, StreamSchema | null>,
  broken: Partial<Record<Side, Broken>>,
  drifts: Drift[],
): void {
  for (const pair of deployed.fields) {
    if (!pair.key) continue;
    const now = (side: Side) => {
      const stream = broken[side] ? null : current[side];
      return (stream ?? deployed[side].stream).fields.find((field) => field.name === pair[side]);
    };
    const [left, right] = [now('left'), now('right')];
    // What goes through steps is compiled with them; a type that they do not take has no record found.
    const why =
      left &&
      right &&
      (pair.transform ? keyStepRefusal(deployed, pair, { left, right }) : keyRefusal(left, right));
    if (!why) continue;
    for (const side of sides) {
      const before = deployed[side].stream.fields.find((field) => field.name === pair[side]);
      if (sameType(before?.type, (side === 'left' ? left : right).type)) continue;
      broken[side] = { code: 'CAST_REFUSED', message: why };
      drifts.push({ kind: 'key-broken', side, fields: [pair[side]], why });
    }
  }
}

function keyStepRefusal(deployed: Lane, pair: LaneField, fields: Record<Side, Field>): string | null {
  const end = (side: Side) => ({
    ...deployed[side],
    stream: { ...deployed[side].stream, fields: [fields[side]] },
  });
  try {
    laneConversion({ left: end('left'), right: end('right') }, pair);
    return null;
  } catch (error) {
    if (error instanceof StepRefusal) return `Records cannot be matched any more: ${error.message}`;
    throw error;
  }
}

function keyRefusal(left: Field, right: Field): string | null {
  const shown = `${left.name} (${left.nativeType}) and ${right.name} (${right.nativeType})`;
  for (const cast of [fieldCast(left, right), fieldCast(right, left)]) {
    if ('refused' in cast) return `Records cannot be matched by ${shown} any more. ${cast.refused}`;
    if (cast.kind === 'lossy') {
      return `Records cannot be matched by ${shown} any more: different values of one become the same of the other.`;
    }
  }
  return null;
}
