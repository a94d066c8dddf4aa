import type { RepairCounts } from '#core/ledger/verify-report.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { storedBases } from '../reconcile/stored-bases.ts';
import type { Meeting } from '../snapshot/meeting.ts';
import { settleMet } from '../snapshot/settle-met.ts';

/** Records that are settled in one round. */
const AT_ONCE = 500;

/**
 * Settles records that differ, through the running engine: each is opened, read on both sides and decided
 * by the lane's rules, and the ledger has a line of it (E4, E17). A record that is open already has
 * somebody who settles it.
 *
 * @param counts what became of the records is added here.
 */
export async function repairRecords(
  context: LaneContext,
  meeting: Meeting,
  records: RecordIdentity[],
  counts: RepairCounts,
): Promise<void> {
  for (let first = 0; first < records.length; first += AT_ONCE) {
    const some = records.slice(first, first + AT_ONCE);
    const bases = await storedBases(
      context,
      some.map(({ recordKey }) => recordKey),
    );
    const opened: OpenRecord[] = [];
    for (const identity of some) {
      if (context.runtime.open.get(identity.recordKey)) continue;
      const base = bases.get(identity.recordKey) ?? { kind: 'unknown' as const };
      const open = context.runtime.open.open(
        identity,
        { state: 'reconcile', base, first: false },
        { code: 'RECONCILING', detail: meeting.words.settled, nextAttemptAt: null },
      );
      open.busy = true;
      opened.push(open);
    }
    counts.found += some.length;
    const settled = await settleOpened(context, meeting, opened);
    for (const { verdict } of settled) counts[verdict.kind === 'again' ? 'open' : verdict.kind] += 1;
    // Others have these in hand already, or have them now that they turned out to be the same record.
    counts.open += some.length - settled.length;
  }
}

/** Whatever fails, the records are let go: untouched ones are as they were, the others are the reconciler's. */
async function settleOpened(context: LaneContext, meeting: Meeting, opened: OpenRecord[]) {
  try {
    return await settleMet(context, meeting, opened);
  } catch (error) {
    for (const open of opened) context.runtime.open.release(open);
    throw error;
  }
}
