import type { StoredDigests } from '#core/ports/lane-store.ts';
import type { Row } from '#core/values/value.ts';
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
      if (value !== undefined) known[name] = value;
    }
    const cast = castRow(lane, record.directed.from, known);
    const fields = record.directed.from === 'left' ? lane.digest(known, cast) : lane.digest(cast, known);
    digests.push({ laneId: lane.id, recordKey: after.recordKey, fields });
  }
  return digests;
}
