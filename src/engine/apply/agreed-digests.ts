import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { StoredDigests } from '#core/ports/lane-store.ts';
import type { Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { castRow } from './plan-write.ts';
import type { SettledRecord } from './settle-batch.ts';

/** The digests that a batch leaves behind: of every record that both sides now agree on. */
export function agreedDigests(settled: SettledRecord[]): StoredDigests[] {
  const digests: StoredDigests[] = [];
  for (const { record, planned, outcome } of settled) {
    const { lane } = record.directed.runtime;
    if (!lane.needsDigests) continue;
    const agreed = outcome?.status === 'applied' || outcome?.status === 'unchanged';
    if (!agreed && !(planned.kind === 'skip' && planned.code === 'NOTHING_MAPPED')) continue;
    const { before, after } = record.identity;
    if (before.recordKey !== after.recordKey || record.folded.op === 'delete') {
      digests.push({ laneId: lane.id, recordKey: before.recordKey, fields: null });
    }
    if (record.folded.op === 'delete') continue;
    const image = record.folded.after ?? {};
    const known: Row = {};
    for (const name of lane[record.directed.from].fields) {
      // A value missing from the log did not change: the old row has it, or nothing is agreed about it.
      const value = image[name] !== undefined ? image[name] : record.folded.before?.[name];
      if (value !== undefined) put(known, name, value);
    }
    const cast = castKnown(lane, record.directed.from, known);
    // Without them, both sides are read next time.
    if (!cast) continue;
    const fields = record.directed.from === 'left' ? lane.digest(known, cast) : lane.digest(cast, known);
    digests.push({ laneId: lane.id, recordKey: after.recordKey, fields });
  }
  return digests;
}

/** Null where an untouched field refers to what is not linked yet. */
function castKnown(lane: CompiledLane, from: Side, known: Row): Row | null {
  try {
    return castRow(lane, from, known);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'LINK_MISSING') return null;
    throw error;
  }
}
