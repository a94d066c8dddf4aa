type Keyed = { laneId: string; recordKey: string };

/** By lane and record: commits that touch the same rows in the same order wait, but do not deadlock. */
export function inKeyOrder<T extends Keyed>(rows: readonly T[]): T[] {
  const name = (row: Keyed) => `${row.laneId}\n${row.recordKey}`;
  return [...rows].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}
