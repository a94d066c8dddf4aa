import type { Change, Side } from '#core/change/change-event.ts';
import { placeText } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { recordKey } from '#core/ledger/record-key.ts';
import type { Image, Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledLane, CompiledLink } from './compiled-lane.ts';

/** How one record is found: its key in the lane's words, and on each side. */
export type RecordIdentity = { recordKey: string; left: Row; right: Row };

/**
 * The identity of a record from an image of it on one side.
 * @param at the place in the side's log that the image is of; absent for what was read just now.
 * @throws SyncError `KEY_MISSING` where the log does not hold the key, `CAST_FAILED` where it does not
 *   fit the other side, `LINK_MISSING` or `LINK_AMBIGUOUS` where a link should tell and there is none.
 */
function identify(lane: CompiledLane, side: Side, image: Image, at?: string): RecordIdentity {
  if (lane.link) return identifyLinked(lane, lane.link, side, image, at);
  const keys: Record<Side, Row> = { left: {}, right: {} };
  for (const field of lane.fields) {
    if (!field.key) continue;
    const value = image[field[side]];
    if (value === undefined) {
      throw new SyncError('KEY_MISSING', `The log of ${lane[side].stream} does not hold ${field[side]}.`);
    }
    put(keys.left, field.left, side === 'left' ? value : field.to.left(value));
    put(keys.right, field.right, side === 'right' ? value : field.to.right(value));
  }
  return { recordKey: keyText(lane, keys.left), left: keys.left, right: keys.right };
}

/** A linked record keeps its name whatever becomes of its keys; where it is found, its keys of now say. */
function identifyLinked(
  lane: CompiledLane,
  { book, keys }: CompiledLink,
  side: Side,
  image: Image,
  at?: string,
): RecordIdentity {
  const value = image[keys[side]];
  if (value === undefined || value === null) {
    throw new SyncError('KEY_MISSING', `The log of ${lane[side].stream} does not hold ${keys[side]}.`);
  }
  const { recordKey, left, right } = book.find(side, value, at);
  return { recordKey, left: { [keys.left]: left }, right: { [keys.right]: right } };
}

/** The name of a record that has no counterpart: its key, in the place of the side that it is on. */
export function unlinkedKey(lane: CompiledLane, side: Side, image: Image): string {
  const values = lane[side].key.map((name) => image[name] ?? null);
  const linked = lane.link !== null || lane.fields.some((field) => field.key && field.through);
  return recordKey(linked && side === 'right' ? [...values.map(() => null), ...values] : values);
}

/**
 * The identity of a record, or why it has none: its key does not fit the other side. Such a record can
 * be on one side only.
 */
export function tryIdentify(
  lane: CompiledLane,
  side: Side,
  image: Image,
): RecordIdentity | { unnamed: SyncError; recordKey: string } {
  try {
    return identify(lane, side, image);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { unnamed: error, recordKey: unlinkedKey(lane, side, image) };
  }
}

/** Is all at hand that `tryIdentify` needs? Links must have been looked up before. */
export function canIdentify({ link }: CompiledLane, side: Side, image: Image): boolean {
  const value = link ? image[link.keys[side]] : null;
  return !link || (typeof value === 'string' && link.book.knows(side, value));
}

/** Identities of a record before and after a change; they differ when the change renamed it. */
export function identifyChange(
  lane: CompiledLane,
  side: Side,
  change: Change,
): { before: RecordIdentity; after: RecordIdentity } {
  if (lane.link) {
    const at = placeText(change);
    // A renamed record is found by the key that it had, if it was linked then; its link tells the one that it has.
    const before = holdsKey(lane, side, change.before) ? change.before : null;
    const key = before?.[lane.link.keys[side]] ?? null;
    const linkedBefore = key !== null && lane.link.book.peek(side, key, at) !== null;
    const image = before && (linkedBefore || !change.after) ? before : change.after;
    const identity = identify(lane, side, image ?? {}, at);
    return { before: identity, after: identity };
  }
  const after = change.after ? identify(lane, side, change.after) : null;
  const before = namesAnother(lane, side, change) ? identify(lane, side, change.before as Image) : after;
  if (!before)
    throw new SyncError('KEY_MISSING', `The log of ${change.stream} does not hold the record's key.`);
  return { before, after: after ?? before };
}

/** Does the old row hold the key, and another one than the new row? */
function namesAnother(lane: CompiledLane, side: Side, { before, after }: Change): boolean {
  if (!holdsKey(lane, side, before)) return false;
  return !after || lane[side].key.some((name) => before[name] !== after[name]);
}

function holdsKey(lane: CompiledLane, side: Side, image: Image | null): image is Image {
  return image !== null && lane[side].key.every((name) => image[name] !== undefined);
}

function keyText(lane: CompiledLane, leftKey: Row): string {
  return recordKey(lane.left.key.map((name): Value => leftKey[name] ?? null));
}

/**
 * The mapped fields of an image, those unknown left out; the image itself where it is just that. Where code
 * failed for a row, the row that it was given.
 */
export function mappedRow(lane: CompiledLane, side: Side, image: Image): Row {
  const { view } = lane[side];
  if (view) return view.shown(image, lane[side].fields);
  if (isMapped(lane, side, image)) return image;
  const row: Row = {};
  for (const name of lane[side].fields) {
    const value = image[name];
    if (value !== undefined) put(row, name, value);
  }
  return row;
}

/** A row as it was read, without what a view alone knows of it. */
export function shownRow(lane: CompiledLane, side: Side, row: Row): Row {
  const { fields, view } = lane[side];
  return view ? view.shown(row, fields) : row;
}

function isMapped(lane: CompiledLane, side: Side, image: Image): image is Row {
  const { fields } = lane[side];
  let count = 0;
  for (const name in image) {
    if (image[name] === undefined) return false;
    count += 1;
  }
  return count === fields.length && fields.every((name) => name in image);
}

/** The record key of a complete row of one side; null where the row has no link (any more). */
export function recordKeyOf(lane: CompiledLane, side: Side, row: Row): string | null {
  try {
    return identify(lane, side, row).recordKey;
  } catch (error) {
    if (error instanceof SyncError && error.code.startsWith('LINK_')) return null;
    throw error;
  }
}

/** Rows of one side by their record keys; a row whose key has just passed to no record is left to the log. */
export function rowsByRecord(lane: CompiledLane, side: Side, rows: Row[]): Map<string, Row> {
  const byRecord = new Map<string, Row>();
  for (const row of rows) {
    const name = recordKeyOf(lane, side, row);
    if (name !== null) byRecord.set(name, row);
  }
  return byRecord;
}
