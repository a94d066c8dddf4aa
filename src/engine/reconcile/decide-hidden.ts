import { otherSide, type Side } from '#core/change/change-event.ts';
import { decide } from '#core/conflict/decide.ts';
import type { DecideInput, Decision } from '#core/conflict/decision.ts';
import { writesTo } from '#core/flow/direction.ts';
import { isHidden } from '../plan/compile-filter.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

const agreed: Decision = { kind: 'agreed' };

/**
 * Decides a record of which a side's filter lets nothing through; null where both sides may speak. What
 * is hidden is no source: it takes the other side's values, and takes none away there, but for the record
 * itself where the filter says that what leaves is deleted.
 */
export function decideHidden(lane: CompiledLane, input: DecideInput): Decision | null {
  const hidden = (['left', 'right'] as const).filter((side) => isHidden(lane[side], input[side]));
  const [side, both] = hidden;
  if (!side) return null;
  const other = otherSide(side);
  if (both || !input[other]) return agreed;
  const row = input[side];
  if (row && lane[side].filter?.leave(row) === 'delete') return withoutHidden(input, side);
  if (input.first || !writesTo(lane.plan.direction, side)) return agreed;
  const direction = side === 'left' ? 'backward' : 'forward';
  const fields = input.lane.fields.filter((field) => field.key || writesTo(field.direction, side));
  return decide({
    ...input,
    lane: { ...input.lane, direction, fields: fields.map((field) => ({ ...field, direction })) },
  });
}

/** The record as if the hidden side had deleted it; it is not made again there. */
function withoutHidden(input: DecideInput, side: Side): Decision {
  if (input.first || input.base.kind === 'unknown' || input.base.kind === 'absent') return agreed;
  const decision = decide({ ...input, [side]: null });
  return decision.kind === 'write' && decision[side] ? agreed : decision;
}
