import type { AdaptedLane } from './adapt-lane.ts';
import { describeDrift } from './describe-drift.ts';
import { driftKey } from './drift.ts';
import { driftOptions } from './drift-options.ts';
import type { LaneProposal } from './proposal.ts';

/** What is proposed about a lane's drifts: one proposal for each. */
export function proposalsOf(adapted: AdaptedLane): Omit<LaneProposal, 'laneId'>[] {
  const proposals = adapted.drifts.map((drift) => ({
    key: driftKey(drift),
    drift,
    ...describeDrift(drift, adapted.deployed),
    options: driftOptions(drift, adapted),
  }));
  return [...new Map(proposals.map((proposal) => [proposal.key, proposal])).values()];
}
