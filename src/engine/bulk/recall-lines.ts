import { writesTo } from '#core/flow/direction.ts';
import type { EarlierLine } from '#core/operations/plan-line.ts';
import { type LaneRecall, needsRecall, recallRows } from '#core/operations/recall-rows.ts';
import type { PlanLane } from '#core/operations/record-plan.ts';
import { isRenamed } from '#core/operations/standing-row.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { BulkJob, LinesBefore, RecordLines } from './bulk-job.ts';
import { planLane } from './plan-selected.ts';

/** How far it is looked back, step by step, for those records of which the step before did not tell all. */
const REACHES = [
  { lines: 8, days: 2 },
  { lines: 8, days: null },
  { lines: 400, days: null },
];

/** A record whose selected lines lack old rows. */
type Lacking = { recordKey: string; lines: RecordLines; earlier: EarlierLine[]; before: LinesBefore };

/**
 * The lines of these records with the old rows that the log of a one-way lane's source left out, as the lines before
 * them tell (E23), and what a bulk action had left there.
 * Where none has acted before, lines that have their old rows cost a look at each, and nothing is read.
 */
export async function recallLines(
  context: LaneContext,
  { planner, earlier }: Pick<BulkJob, 'planner' | 'earlier'>,
  read: Map<string, RecordLines>,
): Promise<Map<string, RecordLines>> {
  const { direction } = context.runtime.lane.plan;
  if (!planner.recalls || direction === 'both') return read;
  const to = writesTo(direction, 'right') ? 'right' : 'left';
  const lane = planLane(context);
  const recall = await earlier.recall(lane.id, context.lines.version);
  let open = [...read].flatMap(([recordKey, lines]): Lacking[] => {
    const [first] = lines.since;
    if (!first || !lines.selected.some((line) => needsRecall(line, lane, to, recall))) return [];
    const { seq, commitTime } = first;
    return [{ recordKey, lines, earlier: [], before: { recordKey, seq, commitTime } }];
  });
  const recalled = new Map(read);
  for (const reach of REACHES) {
    if (open.length === 0) break;
    const found = await earlier.read(
      lane.id,
      open.map(({ before }) => before),
      reach,
    );
    open = open.filter((record, at) => {
      const more = found[at] ?? [];
      const again = extend(lane, record, more, recall);
      const { selected, since } = record.lines;
      const { lacking, ...told } = recallRows(lane, to, { selected, since, earlier: record.earlier }, recall);
      const bySeq = new Map(told.since.map((line) => [line.seq, line]));
      recalled.set(record.recordKey, {
        ...record.lines,
        since: told.since,
        selected: selected.map((line) => bySeq.get(line.seq) ?? line),
      });
      return lacking && again && (reach.days !== null || more.length > 0);
    });
  }
  return recalled;
}

/** Puts older lines in front, under the key that the record had then. @returns whether there may be still older ones */
function extend(lane: PlanLane, record: Lacking, found: EarlierLine[], recall: LaneRecall): boolean {
  const at = found.findLastIndex((line) => isRenamed(lane, line));
  // Under that key, what is older than the change that gave it to the record is about another one.
  const own = at < 0 ? found : found.slice(at);
  record.earlier.unshift(...own);
  const [oldest] = own;
  if (!oldest) return true;
  const { seq, commitTime, cameFrom } = oldest;
  const recordKey = at < 0 ? record.before.recordKey : cameFrom;
  if (recordKey === null || oldest.appliedAt < recall.from || oldest.version < recall.version) return false;
  record.before = { recordKey, seq, commitTime };
  return true;
}
