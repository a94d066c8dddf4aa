import { z } from 'zod';
import type { Lane } from '#core/flow/lane.ts';
import { LaneStatus } from '#core/ledger/lane-status.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import type { Clocks } from '#core/lineage/effects-of.ts';
import type { Life } from '#core/lineage/life-of.ts';
import { MOST_RECORD_LINES, recordLines } from '#db/ledger/record-lines.ts';
import { wideLines } from '#db/ledger/wide-lines.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What the ledger tells of a record, and the mappings that it went by. */
export type RecordAccount = {
  /** Under its key and the keys that it had; oldest first. */
  lines: LedgerRow[];
  /** Those of them that are about what has the key now, or had it last. */
  life: Life;
  /** Lines about many records of the lane. */
  wide: LedgerRow[];
  /** The record's lane in each version that is known, by number; with who made the version and why. */
  versions: Map<number, { lane: Lane; by: string; message: string }>;
  /** Both sides' clocks against ours, as they were measured last. */
  clocks: Clocks;
  /** There are older lines than these: no more of one record are looked at. */
  cut: boolean;
};

/** Reads a record's account. Throws `INPUT_INVALID` for what is no key. @param record.recordKey as the ledger has it */
export async function recordAccount(
  { services, workspace, store }: WorkspaceContext,
  record: { flowId: string; laneId: string; recordKey: string },
): Promise<RecordAccount> {
  parseRecordKey(record.recordKey);
  const known: RecordAccount['versions'] = new Map();
  for (const { number, lanes, createdBy, message } of await store.versions.listCompiled(record.flowId)) {
    const lane = (lanes as unknown as Lane[]).find(({ id }) => `${record.flowId}:${id}` === record.laneId);
    if (lane) known.set(number, { lane, by: createdBy, message });
  }
  const carriesDeletes = ({ version, side }: LedgerRow) => {
    const carry = known.get(version)?.lane.deletes.carry ?? 'both';
    return carry === 'both' || carry === (side === 'left' ? 'forward' : 'backward');
  };
  const [{ lines, life }, wide, deployment] = await Promise.all([
    recordLines(services.pool, workspace.id, record, carriesDeletes),
    wideLines(services.pool, workspace.id, record),
    store.deployments.status(record.flowId),
  ]);
  const clocks = clocksOf(record.laneId, deployment?.status) ?? measuredThen(lines) ?? {};
  return { lines, life, wide, versions: known, clocks, cut: lines.length >= MOST_RECORD_LINES };
}

const LaneClocks = z.object({ lanes: z.array(LaneStatus.pick({ laneId: true, clocks: true })) });

function clocksOf(laneId: string, status: unknown): Clocks | null {
  const parsed = LaneClocks.safeParse(status);
  return parsed.data?.lanes.find((lane) => lane.laneId === laneId)?.clocks ?? null;
}

/** A conflict's account tells the clocks by which it was decided. */
function measuredThen(lines: readonly LedgerRow[]): Clocks | undefined {
  return lines.findLast(({ conflict }) => conflict?.clock)?.conflict?.clock;
}
