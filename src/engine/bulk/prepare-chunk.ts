import type { SyncError } from '#core/errors/sync-error.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { awaitBatchesInHand, type LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { BulkJob } from './bulk-job.ts';
import { identifySelected } from './identify-selected.ts';
import { madeOfLines } from './made-of-lines.ts';
import { type NamedRecord, type PlanOutcome, planChunk } from './plan-chunk.ts';
import type { PlannedRecord } from './plan-selected.ts';
import { readSelected } from './read-selected.ts';
import { recallLines } from './recall-lines.ts';
import { resultOf } from './record-result.ts';
import { isProvenByGuards, rowsByLines } from './rows-by-lines.ts';

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

/**
 * Reads these records of a lane and plans what is to become of each (E19, E20). Nothing is opened and nothing is written:
 * live changes of them flow on, and those that passed meanwhile are to be read again. A dry run ends here.
 *
 * @param dryRun links that do not exist yet are not made.
 * @param again read before, in vain: what the ledger says of them may not be so.
 */
export async function prepareChunk(
  context: LaneContext,
  job: BulkJob,
  recordKeys: string[],
  { dryRun, again }: { dryRun: boolean; again: boolean },
): Promise<PreparedChunk> {
  const { lane, open } = context.runtime;
  const watch = open.startWatch();
  const end = () => open.endWatch(watch);
  try {
    // A batch that began before has its lines in the ledger after that.
    await awaitBatchesInHand(context);
    const identities = await identifySelected(context, recordKeys);
    const named = nameRecords(open.get.bind(open), identities);
    const lines = await recallLines(context, job, await job.readLines(lane.id, recordKeys));
    const made = await madeOfLines(lane, job.planner, lines);
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
    const known = { lines, made, stands: chunk.stands };
    // Nothing but a write proves what the ledger says of a record.
    const told = dryRun || again ? new Map() : rowsByLines(context.runtime, job, named, lines);
    const isTold = ({ identity }: NamedRecord) => told.has(identity.recordKey);
    const toRead = named.filter((each) => !isTold(each));
    const unread = { ...known, rows: told, byLedger: true };
    for (const { each, outcome } of await planChunk(context, job, named.filter(isTold), unread)) {
      if (isProvenByGuards(outcome)) sortOutcome(chunk, each, outcome);
      else toRead.push(each);
    }
    if (toRead.length === 0) return chunk;
    const rows = await readSelected(context, toRead, { halt: job.halt, dryRun });
    const read = { ...known, rows, byLedger: false };
    for (const { each, outcome } of await planChunk(context, job, toRead, read)) {
      sortOutcome(chunk, each, outcome);
    }
    return chunk;
  } catch (error) {
    end();
    throw error;
  }
}

function sortOutcome(chunk: PreparedChunk, { recordKey }: NamedRecord, outcome: PlanOutcome): void {
  if (outcome === 'again') chunk.again.push(recordKey);
  else if ('outcome' in outcome) chunk.results.push(outcome);
  else chunk.planned.push(outcome);
}

/** One entry per record, also where two names lead to the same one. */
function nameRecords(
  openOf: (recordKey: string) => OpenRecord | undefined,
  identities: Map<string, RecordIdentity | SyncError>,
): NamedRecord[] {
  const named = new Map<string, NamedRecord>();
  for (const [recordKey, identity] of identities) {
    if (!('recordKey' in identity) || named.has(identity.recordKey)) continue;
    const open = openOf(identity.recordKey) ?? null;
    named.set(identity.recordKey, { recordKey, identity, open, revision: open?.record.revision ?? 0 });
  }
  return [...named.values()];
}

/** A record that cannot be found on both sides. One that is parked because of that is tried again by itself. */
function unnamedResult({ runtime }: LaneContext, recordKey: string, error: SyncError): OperationRecord[] {
  const parked = runtime.open.get(recordKey);
  const nothing = { left: null, right: null };
  if (!parked) return [resultOf(runtime.lane, recordKey, nothing, 'refused', error)];
  runtime.open.retryNow(parked);
  return [resultOf(runtime.lane, recordKey, nothing, 'parked', parked.record)];
}
