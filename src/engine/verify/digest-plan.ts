import type { Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { RangeDigests } from '#core/ports/range-digests.ts';
import { type DigestField, digestForm, hasOneOrder } from '#core/values/digest-form.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/** How both sides of a lane compute digests that can be compared. */
export type DigestPlan = {
  /** By ranges of the key, or by the hash of the key where the sides may not order keys alike. */
  by: 'range' | 'buckets';
  digests: Record<Side, RangeDigests>;
  /** Mapped fields in the lane's order, in each side's names. */
  fields: Record<Side, DigestField[]>;
  key: Record<Side, DigestField[]>;
};

/**
 * Plans a comparison by digests. Only fields whose values are equal under E13 whenever their texts are
 * can be digested; with another field, or a side that computes none, `unable` says why rows must be read.
 */
export function digestPlan(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
): DigestPlan | { unable: string } {
  const digests = { left: sessions.left.source.digests, right: sessions.right.source.digests };
  for (const side of ['left', 'right'] as const) {
    if (!digests[side]) return { unable: `${lane[side].connection} computes no digests.` };
  }
  if (lane.left.filter || lane.right.filter) {
    return { unable: 'A filter says which records the lane carries.' };
  }
  const plan: DigestPlan = {
    by: 'range',
    digests: digests as DigestPlan['digests'],
    fields: { left: [], right: [] },
    key: { left: [], right: [] },
  };
  for (const field of lane.fields) {
    if (field.through) return { unable: `${field.left} and ${field.right} are keys that links tie.` };
    if (field.parts || field.transform) {
      return { unable: `${field.left} and ${field.right} are compared through the steps of their pair.` };
    }
    const left = lane.plan.left.stream.fields.find(({ name }) => name === field.left);
    const right = lane.plan.right.stream.fields.find(({ name }) => name === field.right);
    const form = left && right ? digestForm(left, right) : null;
    if (!left || !right || !form) {
      return { unable: `${field.left} and ${field.right} are equal in ways that a digest does not see.` };
    }
    plan.fields.left.push({ name: field.left, form });
    plan.fields.right.push({ name: field.right, form });
    if (!field.key) continue;
    plan.key.left.push({ name: field.left, form });
    plan.key.right.push({ name: field.right, form });
    // A bound of one side must be a key of the other, and split its records alike.
    const alike = JSON.stringify(left.type) === JSON.stringify(right.type) && hasOneOrder(left.type);
    if (!alike) plan.by = 'buckets';
  }
  return plan;
}
