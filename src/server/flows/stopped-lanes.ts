import type { Lane } from '#core/flow/lane.ts';
import type { StoredFlow } from './find-flow.ts';

/** Lanes of the deployed version that a breaker can stop, by the id that the store knows them under. */
export function stoppedLanes(flow: StoredFlow): Map<string, Lane> {
  const lanes = (flow.deployment?.version.lanes ?? []) as unknown as Lane[];
  return new Map(
    lanes.filter(({ breaker }) => breaker !== 'off').map((lane) => [`${flow.id}:${lane.id}`, lane]),
  );
}
