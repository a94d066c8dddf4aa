import type { Lane } from '#core/flow/lane.ts';

/** Names of the connections that lanes read from. */
export function sourcesOf(lanes: Lane[]): Set<string> {
  const sources = new Set<string>();
  for (const lane of lanes) {
    if (lane.direction !== 'backward') sources.add(lane.left.connection);
    if (lane.direction !== 'forward') sources.add(lane.right.connection);
  }
  return sources;
}
