import { otherSide, type Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CopiedRows } from '#core/ports/source.ts';
import {
  castRows,
  firstRow,
  lastRow,
  leadingValues,
  type TextRows,
  withoutRows,
} from '#core/values/text-rows.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { type RecordIdentity, tryIdentify } from '../plan/record-identity.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { markFirst } from './mark-first.ts';
import type { Meeting } from './meeting.ts';

/** What became of a chunk that was loaded. */
export type LoadedChunk = {
  /** Keys of its first and its last record. */
  first: string;
  last: string;
  /** Records that were loaded; the others were touched meanwhile. */
  loaded: number;
  touched: OpenRecord[];
};

/**
 * Loads a chunk into the other side, but for the records that were touched since it was read; those are opened.
 *
 * @param watch keys of the records that changes have touched since.
 * @returns null where the other side does not take them all: then none is loaded.
 */
export async function loadChunk(
  context: LaneContext,
  meeting: Meeting,
  from: Side,
  { fields, rows }: CopiedRows,
  watch: ReadonlySet<string>,
): Promise<LoadedChunk | null> {
  const { runtime, routes, lease } = context;
  const { lane, open, sessions } = runtime;
  const { tag, stream } = lane[otherSide(from)];
  const ends = { first: recordKey(lane, from, firstRow(rows)), last: recordKey(lane, from, lastRow(rows)) };
  // Between the look at what was touched and the commit nothing else may be written there.
  const letGo = await routes[from]?.hold();
  try {
    const touched =
      watch.size > 0 || open.size > 0 ? touchedRecords(lane, from, rows, watch, open) : new Map();
    const loading = castFields(lane, from, fields, withoutRows(rows, new Set(touched.keys())));
    if (!loading) return null;
    if (loading.count > 0) {
      const names = fields.map((name) => pairOf(lane, from, name)[otherSide(from)]);
      const request = { tag, epoch: lease.epoch, stream, fields: names, rows: loading };
      if ((await sessions[otherSide(from)].target.load(request)) === 'refused') return null;
    }
    const opened = [...touched.values()].flatMap((identity: RecordIdentity) => {
      const already = open.get(identity.recordKey);
      if (already) {
        if (!markFirst(already, meeting)) return [];
        open.amend(already);
        return [already];
      }
      const record = open.open(
        identity,
        { state: 'reconcile', base: { kind: 'unknown' }, first: true },
        { code: 'RECONCILING', detail: meeting.words.changed, nextAttemptAt: null },
      );
      record.unkept = true;
      return [record];
    });
    return { ...ends, loaded: loading.count, touched: opened };
  } finally {
    letGo?.();
  }
}

/** By their place, the records of a chunk that a change has touched, or that are open. */
function touchedRecords(
  lane: CompiledLane,
  from: Side,
  rows: TextRows,
  watch: ReadonlySet<string>,
  open: { get(recordKey: string): OpenRecord | undefined },
): Map<number, RecordIdentity> {
  const touched = new Map<number, RecordIdentity>();
  let place = 0;
  for (const values of leadingValues(rows, lane[from].key.length)) {
    const identity = tryIdentify(lane, from, keyRow(lane, from, values));
    const { recordKey: name } = identity;
    if (!('unnamed' in identity) && (watch.has(name) || open.get(name))) touched.set(place, identity);
    place += 1;
  }
  return touched;
}

/** Null where a value does not fit: it is found when the records are met one by one. */
function castFields(lane: CompiledLane, from: Side, fields: string[], rows: TextRows): TextRows | null {
  const casts = fields.map((name) => {
    const pair = pairOf(lane, from, name);
    return pair.identical[from] ? null : pair.to[otherSide(from)];
  });
  try {
    return castRows(rows, casts);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'CAST_FAILED') return null;
    throw error;
  }
}

function pairOf(lane: CompiledLane, from: Side, name: string) {
  const pair = lane.fields.find((field) => field[from] === name);
  if (!pair) throw new TypeError(`${name} is not mapped`);
  return pair;
}

function recordKey(lane: CompiledLane, from: Side, row: TextRows): string {
  const [values = []] = leadingValues(row, lane[from].key.length);
  return tryIdentify(lane, from, keyRow(lane, from, values)).recordKey;
}

function keyRow(lane: CompiledLane, from: Side, values: (string | null)[]): Row {
  return Object.fromEntries(lane[from].key.map((name, i) => [name, values[i] ?? null]));
}
