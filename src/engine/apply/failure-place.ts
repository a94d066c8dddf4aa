import type { Side } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { FailedAt } from '#core/errors/failed-at.ts';
import type { FailurePlace } from '#core/ledger/failure-place.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/** Where a record failed on its way to a side: what the system named, and the mapping where its values were at fault. */
export function failurePlace(
  lane: CompiledLane,
  to: Side,
  failure: { code: ErrorCode; at?: FailedAt | null },
): FailurePlace {
  const { field = null, constraint = null } = failure.at ?? {};
  const node = failure.at?.node ?? (failure.code === 'CAST_FAILED' ? lane.plan.mappingNodeId : null);
  return { to, field, constraint, node };
}
