import type { Lane } from '../flow/lane.ts';

/** What alerts call a lane: what it joins. */
export function alertLaneName({ left, right }: Pick<Lane, 'left' | 'right'>): string {
  return `${left.connection} ${left.stream.name} – ${right.connection} ${right.stream.name}`;
}
