import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { MadeAnew } from '#core/operations/record-plan.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { answered, askTogether } from '../reconcile/answered.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';
import { storedBases } from '../reconcile/stored-bases.ts';
import type { BulkJob, RecordLines } from './bulk-job.ts';
import { type PlannedRecord, planSelected, type ReadRecord } from './plan-selected.ts';

/** A record of a selection, found. `recordKey` is its name in the selection. */
export type NamedRecord = {
  recordKey: string;
  identity: RecordIdentity;
  open: OpenRecord | null;
  revision: number;
};

/** What is known of the records to be planned. */
export type KnownOfChunk = {
  /** What they hold, by their own names. */
  rows: ReadonlyMap<string, BothRows>;
  /** Nobody has read it: it is as the ledger tells. */
  byLedger: boolean;
  /** Their lines, by their names in the selection. */
  lines: ReadonlyMap<string, RecordLines>;
  /** What code made anew, by a line's `seq`. */
  made: ReadonlyMap<string, MadeAnew>;
  stands(record: Pick<ReadRecord, 'identity' | 'open' | 'revision'>): boolean;
};

/** What is to become of a record; `again` where it changed while it was read, or is in somebody's hand. */
export type PlanOutcome = PlannedRecord | OperationRecord | 'again';

/** Plans each of these records from what it holds (E19, E20). */
export async function planChunk(
  context: LaneContext,
  job: BulkJob,
  named: readonly NamedRecord[],
  { rows, byLedger, ...known }: KnownOfChunk,
): Promise<{ each: NamedRecord; outcome: PlanOutcome }[]> {
  const { lane } = context.runtime;
  const bases = await storedBases(context, [...rows.keys()]);
  const plans = named.map((each) => {
    const base = bases.get(each.identity.recordKey) ?? { kind: 'unknown' as const };
    const lines = known.lines.get(each.recordKey) ?? { from: null, selected: [], since: [] };
    const newest = lines.selected.at(-1)?.seq;
    const ordinal = newest === undefined ? null : Number(newest);
    const held = rows.get(each.identity.recordKey) as BothRows;
    const record = { ...each, rows: held, byLedger, base, ordinal };
    const anew = known.made.get(newest ?? '');
    const all = anew ? { ...lines, made: anew } : lines;
    const plan = () => (known.stands(record) ? planSelected(context, job, record, all) : 'again');
    return { each, plan };
  });
  await askTogether(lane, plans, ({ plan }) => plan());
  const planned: { each: NamedRecord; outcome: PlanOutcome }[] = [];
  for (const { each, plan } of plans) {
    planned.push({ each, outcome: lane.merges ? await answered(lane, plan) : plan() });
  }
  return planned;
}
