import type { Row } from '../values/value.ts';
import type { LaneEnd } from './lane.ts';

/** The part of a record's key that a side's system itself has; all of it, but where code tells several records of one row apart. */
export function ownKey({ view }: Pick<LaneEnd, 'view'>, key: Row): Row {
  const made = view?.several ?? [];
  return Object.fromEntries(Object.entries(key).filter(([name]) => !made.includes(name)));
}
