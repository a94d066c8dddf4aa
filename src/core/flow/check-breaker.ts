import type { ConflictNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Says where a limit of the breaker was set that can never be passed. */
export function checkBreaker(lane: Lane, node: ConflictNode | null, problems: ProblemList): void {
  const breaker = node?.breaker;
  if (!node || !breaker || breaker === 'off') return;
  const place = { nodeId: node.id };
  if (breaker.deletes === 'off' && breaker.overwrites === 'off') {
    problems.warning(
      'BREAKER_IDLE',
      place,
      'The breaker has neither a limit for deletes nor for overwrites.',
    );
  }
  const { carry } = lane.deletes;
  const opposed = lane.direction !== 'both' && carry !== 'both' && carry !== lane.direction;
  // The default limit is no decision of anybody's.
  if (breaker.deletes !== 'off' && (carry === 'none' || opposed) && breaker.overwrites === 'off') {
    problems.warning('BREAKER_IDLE', place, 'The breaker counts deletes, but the lane carries none.');
  }
}
