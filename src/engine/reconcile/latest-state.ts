import type { Change, Side } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledLane, CompiledSide } from '../plan/compiled-lane.ts';
import type { OpenRecord } from './open-records.ts';
import type { BothRows } from './read-both-sides.ts';

/** What a side's log says of a record: gone, or the values that were last given to these fields. */
export type LatestState = 'absent' | Row;

/** Rounds that wait for a reading to catch up; a record that changes all the time must go on. */
const PATIENT_ROUNDS = 5;

/** Adds one change to what is known. */
export function latestState(
  side: CompiledSide,
  known: LatestState | undefined,
  change: Pick<Change, 'op' | 'before' | 'after'>,
): LatestState {
  if (change.op === 'delete') return 'absent';
  const latest: Row = known === undefined || known === 'absent' ? {} : { ...known };
  for (const name of side.fields) {
    const value = change.after?.[name];
    if (value !== undefined && change.before?.[name] !== value) put(latest, name, value);
  }
  return latest;
}

/** What of this a reading does not show: it was told since, or the reading came too early for it. */
export function unreadState(
  lane: CompiledLane,
  side: Side,
  latest: LatestState | undefined,
  row: Row | null,
): LatestState | undefined {
  if (latest === undefined || latest === 'absent') return row ? latest : undefined;
  if (!row) return latest;
  const unread: Row = {};
  for (const field of lane.fields) {
    const [expected, held] = [latest[field[side]], row[field[side]]];
    if (expected === undefined || held === undefined) continue;
    if (field.digest[side](held) !== field.digest[side](expected)) put(unread, field[side], expected);
  }
  return Object.keys(unread).length > 0 ? unread : undefined;
}

/**
 * Is a reading behind what the logs have told already? A server may hand a commit to its log's readers
 * a moment before other sessions see it: a reading taken then is repeated. What a reconcile wrote
 * itself since is no sign of that.
 */
export function isBehind(lane: CompiledLane, open: OpenRecord, rows: BothRows): boolean {
  if (open.record.attempts >= PATIENT_ROUNDS) return false;
  return (['left', 'right'] as const).some((side) => isSideBehind(lane, open, side, rows[side]));
}

function isSideBehind(lane: CompiledLane, open: OpenRecord, side: Side, row: Row | null): boolean {
  const latest = open.latest[side];
  if (latest === undefined) return false;
  const written = open.record.written[side];
  if (latest === 'absent') return row !== null && Object.keys(written).length === 0;
  if (!row) return true;
  return lane.fields.some((field) => {
    const expected = latest[field[side]];
    const held = row[field[side]];
    if (expected === undefined || held === undefined) return false;
    const digest = field.digest[side](held);
    const ours = written[field.left];
    return digest !== field.digest[side](expected) && !(ours && digest === field.digest[side](ours[side]));
  });
}
