import type { MovedCount } from '#core/ports/lane-store.ts';

/** Lines that a commit moved, with the issue that they were in and the one that they are in now. */
export type MovedLines = MovedCount & { wasIssue: string | null; issue: string | null };

/** What moved lines mean for their issues, by issue id. */
export type LineMoves = {
  /** Lines that came; fewer than none where a line that stood replaced itself. */
  into: Map<string, number>;
  /** Lines that went to another issue. */
  outOf: Map<string, number>;
  /** Issues that lines have left, or in which they do not wait any more. */
  left: Set<string>;
};

/** @param replaced of lines that were written again: the commit counts them anew in the issue that they are in. */
export function lineMoves(settled: readonly MovedLines[], replaced: readonly MovedLines[]): LineMoves {
  const moves: LineMoves = { into: new Map(), outOf: new Map(), left: new Set() };
  const add = (to: Map<string, number>, id: string, count: number) => to.set(id, (to.get(id) ?? 0) + count);
  for (const { wasIssue, issue, to, count } of settled) {
    if (issue !== null && issue !== wasIssue) add(moves.into, issue, count);
    if (wasIssue === null) continue;
    if (issue !== wasIssue) add(moves.outOf, wasIssue, count);
    if (issue !== wasIssue || (to !== 'parked' && to !== 'held')) moves.left.add(wasIssue);
  }
  for (const { wasIssue, count } of replaced) {
    if (wasIssue === null) continue;
    add(moves.outOf, wasIssue, count);
    moves.left.add(wasIssue);
  }
  return moves;
}

/** What the meter counts. */
export function movedCounts(moved: readonly MovedLines[]): MovedCount[] {
  return moved.map(({ laneId, side, from, to, code, count }) => ({ laneId, side, from, to, code, count }));
}
