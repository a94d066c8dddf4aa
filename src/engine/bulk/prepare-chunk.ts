import type { SyncError } from '#core/errors/sync-error.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { Row } from '#core/values/value.ts';
import { linkReferences, loadLinks, usesLinks } from '../links/record-links.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { answered, askTogether } from '../reconcile/answered.ts';
import { awaitBatchesInHand, type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { type BothRows, readByKeys } from '../reconcile/read-both-sides.ts';
import { storedBases } from '../reconcile/stored-bases.ts';
import type { BulkJob } from './bulk-job.ts';
import { identifySelected } from './identify-selected.ts';
import { madeOfLines } from './made-of-lines.ts';
import { type PlannedRecord, planSelected } from './plan-selected.ts';
import { recallLines } from './recall-lines.ts';
import { resultOf } from './record-result.ts';

/** Records of one lane that were read on both sides and planned, with nothing done about them yet. */
export type PreparedChunk = {
  /** Those that nothing is to be written of. */
  results: OperationRecord[];
  planned: PlannedRecord[];
  /** Changed while they were read, or in somebody's hand: to be read again. */
  again: string[];
  /** Is a planned record still as it was read? Nothing of it has passed since, and nobody has it in hand. */
  stands(record: Pick<PlannedRecord, 'identity' | 'open' | 'revision'>): boolean;
  /** Must be called: what passes is not watched any longer. */
  end(): void;
};

type Named = { recordKey: string; identity: RecordIdentity; open: OpenRecord | null; revision: number };

/**
 * Reads these records of a lane and plans what is to become of each (E19, E20). Nothing is opened and nothing is written:
 * live changes of them flow on, and those that passed meanwhile are to be read again. A dry run ends here.
 *
 * @param dryRun links that do not exist yet are not made.
 */
export async function prepareChunk(
  context: LaneContext,
  job: BulkJob,
  recordKeys: string[],
  { dryRun }: { dryRun: boolean },
): Promise<PreparedChunk> {
  const { lane, open, own } = context.runtime;
  const watch = open.startWatch();
  const end = () => open.endWatch(watch);
  try {
    // A batch that began before has its lines in the ledger after that.
    await awaitBatchesInHand(context);
    const identities = await identifySelected(context, recordKeys);
    const named = nameRecords(open.get.bind(open), identities);
    const keysOf = (side: 'left' | 'right') => named.map(({ identity }) => identity[side]);
    const [lines, rowsOf] = await Promise.all([
      job.readLines(lane.id, recordKeys).then((read) => recallLines(context, job, read)),
      readByKeys(context, { left: keysOf('left'), right: keysOf('right') }),
    ]);
    const { moment } = own;
    await passHeads({ ...context, signal: AbortSignal.any([context.signal, job.halt]) });
    for (const { identity } of named) {
      for (const side of ['left', 'right'] as const) own.forget(side, identity.recordKey, moment);
    }
    const rows = new Map(named.map(({ identity }) => [identity.recordKey, rowsOf(identity.recordKey)]));
    await linkRead(context, [...rows.values()], dryRun);
    const bases = await storedBases(context, [...rows.keys()]);
    const chunk: PreparedChunk = {
      results: [...identities].flatMap(([recordKey, found]) =>
        'recordKey' in found ? [] : unnamedResult(context, recordKey, found),
      ),
      planned: [],
      again: [],
      stands: ({ identity, open: known, revision }) => {
        const now = open.get(identity.recordKey) ?? null;
        if (now !== known || watch.has(identity.recordKey)) return false;
        return now === null || (!now.busy && now.record.revision === revision);
      },
      end,
    };
    const made = await madeOfLines(lane, job.planner, lines);
    const plans = named.map((each) => {
      const base = bases.get(each.identity.recordKey) ?? { kind: 'unknown' as const };
      const record = { ...each, rows: rows.get(each.identity.recordKey) as BothRows, base };
      const known = lines.get(each.recordKey) ?? { from: null, selected: [], since: [] };
      const anew = made.get(known.selected.at(-1)?.seq ?? '');
      const all = anew ? { ...known, made: anew } : known;
      const plan = () => (chunk.stands(record) ? planSelected(context, job, record, all) : 'again');
      return { each, plan };
    });
    await askTogether(lane, plans, ({ plan }) => plan());
    for (const { each, plan } of plans) {
      const outcome = lane.merges ? await answered(lane, plan) : plan();
      if (outcome === 'again') chunk.again.push(each.recordKey);
      else if ('outcome' in outcome) chunk.results.push(outcome);
      else chunk.planned.push(outcome);
    }
    return chunk;
  } catch (error) {
    end();
    throw error;
  }
}

/** One entry per record, also where two names lead to the same one. */
function nameRecords(
  openOf: (recordKey: string) => OpenRecord | undefined,
  identities: Map<string, RecordIdentity | SyncError>,
): Named[] {
  const named = new Map<string, Named>();
  for (const [recordKey, identity] of identities) {
    if (!('recordKey' in identity) || named.has(identity.recordKey)) continue;
    const open = openOf(identity.recordKey) ?? null;
    named.set(identity.recordKey, { recordKey, identity, open, revision: open?.record.revision ?? 0 });
  }
  return [...named.values()];
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

/** A record that cannot be found on both sides. One that is parked because of that is tried again by itself. */
function unnamedResult({ runtime }: LaneContext, recordKey: string, error: SyncError): OperationRecord[] {
  const parked = runtime.open.get(recordKey);
  const nothing = { left: null, right: null };
  if (!parked) return [resultOf(runtime.lane, recordKey, nothing, 'refused', error)];
  runtime.open.retryNow(parked);
  return [resultOf(runtime.lane, recordKey, nothing, 'parked', parked.record)];
}
