import type { Side } from '../change/change-event.ts';
import type { Direction } from './flow-graph.ts';

/** Does this direction carry values to the side? */
export function writesTo(direction: Direction, side: Side): boolean {
  return direction === 'both' || direction === (side === 'right' ? 'forward' : 'backward');
}

/** Does this direction carry values that come from the side? */
export function readsFrom(direction: Direction, side: Side): boolean {
  return writesTo(direction, side === 'left' ? 'right' : 'left');
}

/** The direction in which both allow values to go; null where there is none. */
export function narrowDirection(lane: Direction, pair: Direction | undefined): Direction | null {
  if (pair === undefined || pair === 'both' || pair === lane) return lane;
  return lane === 'both' ? pair : null;
}
