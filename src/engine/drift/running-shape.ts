import { createHash } from 'node:crypto';
import type { AdaptedLane } from '#core/drift/adapt-lane.ts';
import { partsOf } from '#core/transform/joined-fields.ts';
import type { Field } from '#core/values/stream-schema.ts';

/**
 * Everything about a lane and its streams that a running engine was compiled from, as a digest: while
 * it stays the same, the engine goes on as it is, whatever else is added to the streams.
 */
export function runningShape({ lane, broken, suspended }: Omit<AdaptedLane, 'deployed' | 'drifts'>): string {
  const ends = (['left', 'right'] as const).map((side) => {
    const { id, beforeImage, fields } = lane[side].stream;
    const mapped = new Set(lane.fields.flatMap((pair) => partsOf(pair, side)));
    return [
      id,
      beforeImage,
      fields.filter((field) => mapped.has(field.name) || isRequired(field)).map(withoutComment),
      // Code is given all fields of its own side that it knows.
      ...(lane[side].view?.own.fields ?? []).map(withoutComment),
    ];
  });
  const names = suspended.map((pair) => [pair.left, pair.right]);
  return createHash('sha256')
    .update(JSON.stringify([ends, broken, names]))
    .digest('hex')
    .slice(0, 16);
}

/** A field without which no record can be made decides over what can be written. */
function isRequired(field: Field): boolean {
  return !field.nullable && !field.hasDefault && !field.readOnly;
}

function withoutComment({ comment: _, ...field }: Field): unknown {
  return field;
}
