import { otherSide, type Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneStore } from '#core/ports/lane-store.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { type CompiledField, fieldCarriesFrom } from '../plan/compiled-lane.ts';
import { rowsByRecord } from '../plan/record-identity.ts';
import type { DirectedLane, PlannedRecord } from './batch-plan.ts';

/**
 * Completes the old rows of changes whose log holds none (E5): where the target still holds what
 * the stored digests say both sides agreed on, its current row, cast back, is the old row. The
 * write stays guarded by it, so that a later change of the target is still seen.
 */
export async function restoreBeforeImages(records: PlannedRecord[], store: LaneStore): Promise<void> {
  const byLane = new Map<DirectedLane, PlannedRecord[]>();
  for (const record of records) {
    const { lane } = record.directed.runtime;
    if (!lane.needsDigests || lane[record.directed.from].fullBeforeImage) continue;
    if (record.folded.op === 'insert' || lane.broken[otherSide(record.directed.from)]) continue;
    const group = byLane.get(record.directed);
    if (group) group.push(record);
    else byLane.set(record.directed, [record]);
  }
  for (const [directed, group] of byLane) await restoreOfLane(directed, group, store);
}

async function restoreOfLane(
  directed: DirectedLane,
  group: PlannedRecord[],
  store: LaneStore,
): Promise<void> {
  const { lane, sessions } = directed.runtime;
  const target = otherSide(directed.from);
  const [digests, rows] = await Promise.all([
    store.digests(
      lane.id,
      group.map((record) => record.identity.before.recordKey),
    ),
    sessions[target].source.read({
      stream: lane[target].stream,
      fields: lane[target].fields,
      key: lane[target].key,
      as: lane[target].as,
      keys: group.map((record) => record.identity.before[target]),
    }),
  ]);
  const byKey = rowsByRecord(lane, target, rows);
  for (const record of group) {
    const name = record.identity.before.recordKey;
    record.digests = digests.get(name) ?? null;
    const row = byKey.get(name);
    if (record.digests && row) restore(record, row);
  }
}

function restore(record: PlannedRecord, targetRow: Row): void {
  const { directed, folded, digests } = record;
  const { lane } = directed.runtime;
  const target = otherSide(directed.from);
  const before: Row = {};
  for (const field of lane.fields) {
    const name = field[directed.from];
    const after = folded.after?.[name];
    const oneWay = field.direction !== 'both' && !field.key;
    if (oneWay && (!fieldCarriesFrom(field, directed.from) || folded.op === 'delete')) {
      put(before, name, after ?? null); // neither carried nor guarded
      continue;
    }
    const agreed = digests?.[field.left];
    const current = targetRow[field[target]] ?? null;
    if (!agreed || (!oneWay && field.digest[target](current) !== agreed[target])) return;
    // An unchanged field keeps its own text, so that a finer value is not seen as a change.
    const same = after !== undefined && field.digest[directed.from](after) === agreed[directed.from];
    // What goes one way has no cast back: both sides are read.
    if (oneWay && !same) return;
    const value = same ? after : castBack(field, directed.from, current);
    if (value === undefined) return;
    put(before, name, value);
  }
  folded.before = before;
}

/** The target's value as the source would spell it; undefined where it refers to what is not linked yet. */
function castBack(field: CompiledField, to: Side, value: Value): Value | undefined {
  try {
    return field.to[to](value);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'LINK_MISSING') return undefined;
    throw error;
  }
}
