import type { LaneRuntime } from '../lane-runtime.ts';
import { usesLinks } from '../links/record-links.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/**
 * Can records of the lane be written on both sides in transactions that are open at once, with nothing read beside them?
 * A system that both sides are of may take one transaction at a time.
 */
export function canWriteTogether({ lane, sessions }: Pick<LaneRuntime, 'lane' | 'sessions'>): boolean {
  return isPlain(lane) && sessions.left !== sessions.right;
}

/** Are its rows those of one table on each side, not made by code, and under their own keys? */
function isPlain(lane: CompiledLane): boolean {
  const { left, right, plan } = lane;
  const isJoined = left.joined.length > 0 || right.joined.length > 0;
  return plan.direction === 'both' && !usesLinks(lane) && !left.view && !right.view && !isJoined;
}
