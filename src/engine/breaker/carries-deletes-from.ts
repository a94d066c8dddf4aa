import type { DirectedLane } from '../apply/batch-plan.ts';

/** Whether the lane carries the deletes of the side that this way comes from. */
export function carriesDeletesFrom({ runtime, from }: DirectedLane): boolean {
  const { carry } = runtime.lane.plan.deletes;
  return carry === 'both' || carry === (from === 'left' ? 'forward' : 'backward');
}
