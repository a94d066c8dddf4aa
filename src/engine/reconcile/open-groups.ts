import type { Change, Side } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import { tryIdentify } from '../plan/record-identity.ts';
import type { GroupRows } from '../view/group-rows.ts';
import type { LaneContext } from './lane-routes.ts';
import type { OpenRecord } from './open-records.ts';
import type { BothRows } from './read-both-sides.ts';

/** A side on which code may make several records of one row. */
type Grouped = { side: Side; groups: GroupRows; keyOf: (record: PendingRecord) => Row };

/**
 * Reads the rows of which these records stand for all that code makes of them (E28), and opens each one that it makes
 * now: what it made before is open already. While code fails for the row, that is what the record comes to.
 *
 * @returns what was read of those that stand for all of a row
 */
export async function openGroups(
  context: LaneContext,
  records: readonly OpenRecord[],
): Promise<Map<OpenRecord, BothRows>> {
  const read = new Map<OpenRecord, BothRows>();
  const grouped = groupedSide(context);
  const whole = grouped ? records.filter(({ record }) => grouped.groups.isWhole(grouped.keyOf(record))) : [];
  if (!grouped || whole.length === 0) return read;
  const { side, groups, keyOf } = grouped;
  const { lane, open, sessions } = context.runtime;
  const { source } = sessions[side];
  const rowKey = groups.rowKey(lane[side].key);
  const nameOf = (key: Row) => JSON.stringify(rowKey.map((name) => key[name] ?? null));
  const position = await source.head();
  const rows = await source.read({
    stream: lane[side].stream,
    fields: lane[side].fields,
    key: rowKey,
    as: lane[side].as,
    keys: whole.map(({ record }) => groups.ofRow(keyOf(record))),
  });
  const now = Map.groupBy(rows, nameOf);
  const put: OpenRecord[] = [];
  const entries: LedgerLine[] = [];
  const mended = new Set<string>();
  for (const each of whole) {
    const name = nameOf(keyOf(each.record));
    const made = now.get(name) ?? [];
    const failed = made.find((row) => groups.isWhole(row)) ?? null;
    const none: BothRows = { left: null, right: null };
    read.set(each, { ...none, [side]: failed });
    if (failed) continue;
    mended.add(name);
    for (const row of made) {
      const identity = tryIdentify(lane, side, row);
      if ('unnamed' in identity || open.get(identity.recordKey)) continue;
      const opened = open.open(
        identity,
        { state: 'reconcile', base: { kind: 'unknown' }, first: false },
        reconciling,
      );
      opened.record.differs = each.record.differs;
      put.push(opened);
      entries.push(
        lineOf(context, side, each, { row, recordKey: identity.recordKey, position, ordinal: put.length }),
      );
    }
  }
  // What could not be told of the others while the code failed can be told now; those at hand are read after this.
  const atHand = new Set(records.map(({ record }) => record));
  open.retry(
    (record) => record.code !== 'FLAPPING' && !atHand.has(record) && mended.has(nameOf(keyOf(record))),
  );
  await keep(context, entries, put);
  return read;
}

const reconciling = {
  code: 'RECONCILING' as const,
  detail: 'The code makes the records of its row again.',
  nextAttemptAt: null,
};

function groupedSide({ runtime: { lane } }: LaneContext): Grouped | null {
  for (const side of ['left', 'right'] as const) {
    const groups = lane[side].view?.groups;
    if (groups)
      return { side, groups, keyOf: ({ leftKey, rightKey }) => (side === 'left' ? leftKey : rightKey) };
  }
  return null;
}

/** The line that waits for what becomes of a record which the code makes again. */
function lineOf(
  { lines, runtime: { lane } }: LaneContext,
  side: Side,
  { record }: OpenRecord,
  made: { row: Row; recordKey: string; position: Position; ordinal: number },
): LedgerLine {
  const { row, recordKey, position, ordinal } = made;
  const change: Change = {
    kind: 'change',
    position,
    ordinal,
    commitTime: record.differs?.since ?? record.since,
    stream: lane[side].stream,
    op: 'insert',
    before: null,
    after: row,
    writer: null,
  };
  const { code, detail } = reconciling;
  return lines.ofChange(lane, side, change, recordKey, { status: 'held', code, detail }, nowMicros());
}

/** Kept before the record that stood for them is closed: none of them is lost by a crash. */
async function keep(context: LaneContext, entries: LedgerLine[], put: OpenRecord[]): Promise<void> {
  if (put.length === 0) return;
  const moved = await context.store.commit(context.lease, {
    entries,
    pending: { put: put.map(({ record }) => record) },
  });
  for (const each of moved) context.runtime.meter.move(each);
  const now = nowMicros();
  for (const entry of entries) context.runtime.meter.count(entry, now);
  for (const opened of put) opened.stored = true;
}
