import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { MadeAnew } from '#core/operations/record-plan.ts';
import type { Row } from '#core/values/value.ts';
import { linkReferences, loadLinks, usesLinks } from '../links/record-links.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { answered, askTogether } from '../reconcile/answered.ts';
import { type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { type BothRows, readByKeys } from '../reconcile/read-both-sides.ts';
import { storedBases } from '../reconcile/stored-bases.ts';
import type { BulkJob, RecordLines } from './bulk-job.ts';
import { type PlannedRecord, planSelected } from './plan-selected.ts';

/** A record of a selection, found. `recordKey` is its name in the selection. */
export type NamedRecord = {
  recordKey: string;
  identity: RecordIdentity;
  open: OpenRecord | null;
  revision: number;
};

/** What is known of the records before they are read, by their names in the selection; `made` by a line's `seq`. */
export type KnownOfChunk = {
  lines: ReadonlyMap<string, RecordLines>;
  made: ReadonlyMap<string, MadeAnew>;
  /** Rows of the left side that are not read. */
  told: ReadonlyMap<string, Row>;
  dryRun: boolean;
  stands(record: Pick<PlannedRecord, 'identity' | 'open' | 'revision'>): boolean;
};

/** What is to become of a record; `again` where it changed while it was read, or is in somebody's hand. */
export type PlanOutcome = PlannedRecord | OperationRecord | 'again';

/** Reads these records and plans each from what stands (E19, E20). */
export async function planChunk(
  context: LaneContext,
  job: BulkJob,
  named: readonly NamedRecord[],
  known: KnownOfChunk,
): Promise<{ each: NamedRecord; outcome: PlanOutcome }[]> {
  const { lane } = context.runtime;
  const rows = await readRows(context, named, known.told, job);
  await linkRead(context, [...rows.values()], known.dryRun);
  const bases = await storedBases(context, [...rows.keys()]);
  const plans = named.map((each) => {
    const base = bases.get(each.identity.recordKey) ?? { kind: 'unknown' as const };
    const record = { ...each, rows: rows.get(each.identity.recordKey) as BothRows, base };
    const lines = known.lines.get(each.recordKey) ?? { from: null, selected: [], since: [] };
    const anew = known.made.get(lines.selected.at(-1)?.seq ?? '');
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

/** What stands on both sides, by the records' own names, once both logs have passed the reading of it. */
async function readRows(
  context: LaneContext,
  named: readonly NamedRecord[],
  told: KnownOfChunk['told'],
  { halt }: Pick<BulkJob, 'halt'>,
): Promise<Map<string, BothRows>> {
  const { own } = context.runtime;
  const unread = named.filter(({ recordKey }) => !told.has(recordKey));
  const rowsOf = await readByKeys(context, {
    left: unread.map(({ identity }) => identity.left),
    right: named.map(({ identity }) => identity.right),
  });
  const { moment } = own;
  await passHeads({ ...context, signal: AbortSignal.any([context.signal, halt]) });
  const rows = new Map<string, BothRows>();
  for (const { recordKey, identity } of named) {
    for (const side of ['left', 'right'] as const) own.forget(side, identity.recordKey, moment);
    const read = rowsOf(identity.recordKey);
    rows.set(identity.recordKey, { ...read, left: told.get(recordKey) ?? read.left });
  }
  return rows;
}

async function linkRead(context: LaneContext, rows: BothRows[], dryRun: boolean): Promise<void> {
  const { lane, links } = context.runtime;
  if (!usesLinks(lane)) return;
  for (const side of ['left', 'right'] as const) {
    const held = rows.flatMap((each): Row[] => (each[side] ? [each[side]] : []));
    if (dryRun) await loadLinks(lane, side, held);
    else await linkReferences(lane, links, side, held);
  }
}
