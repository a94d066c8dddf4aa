import type { Lane } from '#core/flow/lane.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { recordJourney } from '#db/ledger/read-ledger.ts';
import { wideLines } from '#db/ledger/wide-lines.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What the ledger tells of a record, and the mappings that it went by. */
export type RecordAccount = {
  /** Oldest first. */
  lines: LedgerRow[];
  /** Lines about many records of the lane. */
  wide: LedgerRow[];
  /** The record's lane in each version that is known, by number; with who made the version and why. */
  versions: Map<number, { lane: Lane; by: string; message: string }>;
};

/** Reads a record's account. @param record.recordKey as the ledger has it */
export async function recordAccount(
  { services, workspace, store }: WorkspaceContext,
  record: { flowId: string; laneId: string; recordKey: string },
): Promise<RecordAccount> {
  const [lines, wide, versions] = await Promise.all([
    recordJourney(services.pool, workspace.id, record),
    wideLines(services.pool, workspace.id, record),
    store.versions.listCompiled(record.flowId),
  ]);
  const known: RecordAccount['versions'] = new Map();
  for (const { number, lanes, createdBy, message } of versions) {
    const lane = (lanes as unknown as Lane[]).find(({ id }) => `${record.flowId}:${id}` === record.laneId);
    if (lane) known.set(number, { lane, by: createdBy, message });
  }
  return { lines, wide, versions: known };
}
