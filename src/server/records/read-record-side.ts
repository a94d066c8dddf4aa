import type { Side } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane, LaneEnd } from '#core/flow/lane.ts';
import { ownKey } from '#core/flow/own-key.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { PendingRecord } from '#core/ledger/pending-record.ts';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import type { StoredLink } from '#core/ports/lane-store.ts';
import { joinedColumns, ownFields, withJoined } from '#core/transform/joined-columns.ts';
import type { Row, Value } from '#core/values/value.ts';
import { withConnection } from '../connections/with-session.ts';
import type { StoredFlow } from '../flows/find-flow.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Why a side could not be asked. */
export type SideError = { code: ErrorCode; message: string };

const PendingKeys = PendingRecord.pick({ rightKey: true });

/** A lane, and a record's key on each of its sides. */
export type RecordKeys = { lane: Lane; left: Row | null; right: Row | null };

/** The record's key on each side; null where nothing tells it. */
export function recordKeysOf(
  flow: StoredFlow,
  record: { laneId: string; recordKey: string },
  entries: LedgerRow[],
  pendingBody: unknown,
  link: StoredLink | null,
): RecordKeys | null {
  const lanes = (flow.deployment?.version.lanes ?? []) as unknown as Lane[];
  const lane = lanes.find(({ id }) => `${flow.id}:${id}` === record.laneId);
  if (!lane) return null;
  const pairs = lane.fields.filter((field) => field.key);
  const [key] = pairs;
  if (lane.link && key) {
    const values = parseRecordKey(record.recordKey);
    // One that is not linked yet is known by its own side's key alone.
    const { left, right } = link ?? { left: values[0] ?? null, right: values[0] === null ? values[1] : null };
    const named = (name: string, value: Value | undefined) => (value ? { [name]: value } : null);
    return { lane, left: named(key.left, left), right: named(key.right, right) };
  }
  const values = parseRecordKey(record.recordKey);
  const left = Object.fromEntries(pairs.map((pair, index) => [pair.left, values[index] ?? null]));
  const pending = PendingKeys.safeParse(pendingBody);
  const rightNames = pairs.map((pair) => pair.right);
  const right = pending.success ? pending.data.rightKey : lastKnown(entries, 'right', rightNames);
  // Without a cast of its own between the two, the right key's text is the left one's.
  return {
    lane,
    left,
    right: right ?? Object.fromEntries(rightNames.map((name, i) => [name, values[i] ?? null])),
  };
}

/** The newest values of these fields that the ledger has of a side. */
function lastKnown(entries: LedgerRow[], side: Side, names: string[]): Row | null {
  for (const entry of entries.toReversed()) {
    if (entry.payload === 'digests') continue;
    const own = entry.side === side;
    for (const row of own ? [entry.after, entry.before] : [entry.targetAfter, entry.targetBefore]) {
      if (row && names.every((name) => name in row)) {
        return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
      }
    }
  }
  return null;
}

/** What a side holds of the record now, mapped fields only; or why it could not be asked. */
export async function readRecordSide(
  context: WorkspaceContext,
  keys: RecordKeys | null,
  side: Side,
): Promise<{ row: Row | null; error: SideError | null }> {
  const key = keys?.[side];
  if (!keys || !key) return { row: null, error: null };
  const end: LaneEnd = keys.lane[side];
  try {
    const connection = await context.store.connections.find({ name: end.connection });
    if (!connection) throw new SyncError('NOT_FOUND', `The connection "${end.connection}" was deleted.`);
    // Behind code, what the mapping sees of a row is the engine's to tell: it is shown as the system has it.
    const own = end.view?.own.fields.map(({ name }) => name);
    const joined = own ? [] : joinedColumns(keys.lane, side);
    const names = own ?? keys.lane.fields.map((field) => field[side]);
    const found = ownKey(end, key);
    const rows = await withConnection(context.services, connection, (session) =>
      session.source.read({
        stream: end.stream.name,
        fields: ownFields(names, joined),
        key: Object.keys(found),
        keys: [found],
      }),
    );
    const row = rows[0] && withJoined(rows[0], joined);
    return { row: row ?? null, error: null };
  } catch (error) {
    const { code, message } = toAnswer(error);
    return { row: null, error: { code, message } };
  }
}
