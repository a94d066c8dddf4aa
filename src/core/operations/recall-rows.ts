import type { Side } from '../change/change-event.ts';
import { holdsOf, isCarried } from './line-spans.ts';
import type { EarlierLine, PlanLine } from './plan-line.ts';
import type { PlanLane } from './record-plan.ts';
import { isKeyAlone, StandingRow } from './standing-row.ts';

/** What is known of a lane's lines as a whole. */
export type LaneRecall = {
  /** Those that were settled since then (microseconds since 1970), by this version or a later one, tell of the streams as they are. */
  from: number;
  version: number;
  /** Bulk actions have written to its records, so that a side may have held something else than what was carried to it. */
  isActedOn: boolean;
};

export type RecalledLines = {
  since: PlanLine[];
  /** Earlier lines than these may tell more of what the selected ones lack. */
  lacking: boolean;
};

/**
 * Gives the lines of a record on a one-way lane the old rows of its target that they lack, as the lines before them left
 * it. What no line tells stays out: a value that was never logged, or whose line is not kept any more.
 *
 * @param to the side that the lane writes
 * @param lines.earlier from before the first of `since`, as far as they were read, oldest first; behind a line by which
 *   the record got its key they are under the key before, or there are none
 * @param lines.since all lines from the first selected one on, oldest first
 */
export function recallRows(
  lane: PlanLane,
  to: Side,
  lines: Record<'since' | 'selected', readonly PlanLine[]> & { earlier: readonly EarlierLine[] },
  recall: LaneRecall,
): RecalledLines {
  const selected = new Set(lines.selected.map(({ seq }) => seq));
  const wanting = new Set(
    lines.since.filter((line) => needsRecall(line, lane, to, recall)).map(({ seq }) => seq),
  );
  const standing = new StandingRow(lane, to);
  const filled = new Map<string, PlanLine>();
  let lacking = false;
  const inOrder = [...lines.earlier, ...lines.since].sort((a, b) => a.appliedAt - b.appliedAt);
  for (const line of inOrder) {
    if (line.appliedAt < recall.from || line.version < recall.version) continue;
    if (wanting.has(line.seq)) {
      filled.set(line.seq, standing.complete(line));
      lacking ||= selected.has(line.seq) && standing.lacks(line);
    }
    standing.pass(line);
  }
  return { since: lines.since.map((line) => filled.get(line.seq) ?? line), lacking };
}

/**
 * Does the line lack what its target held before? A log that tells no old rows, or their keys alone, leaves it out. Where
 * the target was written beside the stream, or deletes are not carried, what the log tells is not what stood there.
 */
export function needsRecall(
  line: PlanLine,
  lane: PlanLane,
  to: Side,
  { isActedOn }: Pick<LaneRecall, 'isActedOn'>,
): boolean {
  if (line.cause !== 'live' || line.side === to || !isCarried(line) || line.status === 'unchanged')
    return false;
  const { op, targetBefore, targetAfter } = line;
  if (isActedOn) return op === 'delete' || targetAfter !== null;
  if (op === 'update') return targetAfter !== null && !holdsOf(targetBefore, targetAfter);
  if (op === 'insert') return !carriesDeletes(lane) && targetAfter !== null;
  return op === 'delete' && isKeyAlone(lane, to, targetBefore);
}

function carriesDeletes({ deletes: { carry }, direction }: PlanLane): boolean {
  return carry === 'both' || carry === direction;
}
