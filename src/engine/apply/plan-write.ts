import { otherSide, type Side } from '#core/change/change-event.ts';
import type { FoldedChange } from '#core/change/fold.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { FailedAt } from '#core/errors/failed-at.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Write } from '#core/ports/target.ts';
import type { Image, Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import {
  type CompiledField,
  type CompiledLane,
  type CompiledSide,
  fieldCarriesFrom,
} from '../plan/compiled-lane.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { refusalIn } from '../view/refusal-in.ts';

/** What a folded change asks of the other side. */
export type PlannedWrite =
  | { kind: 'write'; write: Write }
  /** Nothing to carry. */
  | { kind: 'skip'; code: ErrorCode; detail: string }
  /** It cannot be written under a guard: both sides must be read. */
  | { kind: 'reconcile' }
  /** Its values do not fit the other side. */
  | { kind: 'fail'; code: ErrorCode; message: string; detail: string; at: FailedAt | null };

/**
 * Turns a change into the guarded write that carries it (E3), or into a plain one on a one-way lane.
 *
 * @param change with a complete old row, or with one that `restoreBeforeImages` completed; an
 *   update or delete on a two-way lane without one is left to reconcile (E5).
 */
export function planWrite(
  lane: CompiledLane,
  from: Side,
  change: FoldedChange,
  identity: { before: RecordIdentity; after: RecordIdentity },
): PlannedWrite {
  const target = lane[otherSide(from)];
  const keys = { before: identity.before[target.side], after: identity.after[target.side] };
  const broken = lane.broken[target.side];
  if (broken) return { kind: 'fail', ...broken, detail: '', at: null };
  const refused = change.after && refusalIn(change.after);
  if (refused) return failing(refused);
  // What code would make of it is not known without the row.
  if (lane[from].view && change.after && !isComplete(lane, from, change.after)) return { kind: 'reconcile' };
  // Its key is another record's too within the batch: looked up on both sides, no order is needed.
  if (change.contested) return { kind: 'reconcile' };
  try {
    if (change.op === 'nothing') return planNothing(lane, from, change, keys);
    if (change.op === 'delete') return planDelete(lane, from, change.before, keys.before);
    const after = change.after ?? {};
    if (lane.plan.direction !== 'both') return planPlain(lane, from, change, keys);
    if (leadsOn(lane, from, change)) return { kind: 'reconcile' };
    if (change.op === 'insert') {
      const set = castRow(lane, from, after);
      return { kind: 'write', write: { ...common(target), op: 'insert', key: keys.after, guard: null, set } };
    }
    if (!change.before || !isComplete(lane, from, change.before)) return { kind: 'reconcile' };
    const set = castRow(lane, from, after, (field) => isChanged(lane, from, change, field));
    if (Object.keys(set).length === 0)
      return wentAndCame(lane, from, change) ? { kind: 'reconcile' } : nothingMapped;
    const guard = castRow(lane, from, change.before, (field) => field.direction === 'both' && !field.key);
    return { kind: 'write', write: { ...common(target), op: 'update', key: keys.before, guard, set } };
  } catch (error) {
    if (error instanceof SyncError && isValueFailure(error.code)) return failing(error);
    // What it refers to may have been linked differently since: both sides are read.
    if (error instanceof SyncError && error.code.startsWith('LINK_')) return { kind: 'reconcile' };
    throw error;
  }
}

function failing({ code, message, detail, at }: SyncError): PlannedWrite {
  return { kind: 'fail', code, message, detail, at };
}

/** Must a pair that leads back follow what is written? The lane does not hear of its own writes. */
function leadsOn(lane: CompiledLane, from: Side, change: FoldedChange): boolean {
  const { cascades } = lane[from];
  if (!cascades) return false;
  if (change.op === 'insert') return cascades.insert;
  return lane.fields.some(
    (field) => cascades.update.has(field[from]) && isChanged(lane, from, change, field),
  );
}

const nothingMapped: PlannedWrite = {
  kind: 'skip',
  code: 'NOTHING_MAPPED',
  detail: 'No mapped field changed.',
};

/**
 * A record that came and went within one batch. Where the other side made the same one meanwhile, its
 * change was found done already while the record was here: it must go there too.
 */
function planNothing(
  lane: CompiledLane,
  from: Side,
  change: FoldedChange,
  keys: { before: Row; after: Row },
): PlannedWrite {
  if (JSON.stringify(keys.before) !== JSON.stringify(keys.after)) return { kind: 'reconcile' };
  return planDelete(lane, from, change.changes.at(-1)?.before ?? null, keys.after);
}

/** Did a mapped field change on the way to where it began? The other side may have followed it half-way. */
function wentAndCame(lane: CompiledLane, from: Side, { changes }: FoldedChange): boolean {
  if (changes.length === 1) return false;
  return changes.some(({ before, after }) =>
    lane[from].fields.some((name) => before?.[name] !== after?.[name] && after?.[name] !== undefined),
  );
}

function planDelete(lane: CompiledLane, from: Side, before: Image | null, key: Row): PlannedWrite {
  const way = from === 'left' ? 'forward' : 'backward';
  const { carry } = lane.plan.deletes;
  if (carry !== 'both' && carry !== way) {
    return { kind: 'skip', code: 'DELETE_IGNORED', detail: 'The lane does not carry deletes this way.' };
  }
  const write = { ...common(lane[otherSide(from)]), op: 'delete' as const, key, set: {} };
  if (lane.plan.direction !== 'both') return { kind: 'write', write: { ...write, guard: null } };
  if (!before || !isComplete(lane, from, before)) return { kind: 'reconcile' };
  const guard = castRow(lane, from, before, (field) => field.direction === 'both' && !field.key);
  return { kind: 'write', write: { ...write, guard } };
}

/** A one-way lane writes what the source holds, whatever stands on the target. */
function planPlain(
  lane: CompiledLane,
  from: Side,
  change: FoldedChange,
  keys: { before: Row; after: Row },
): PlannedWrite {
  const after = change.after ?? {};
  const target = lane[otherSide(from)];
  const renamed = JSON.stringify(keys.before) !== JSON.stringify(keys.after);
  const known = (field: CompiledField) => after[field[from]] !== undefined;
  const before = change.before && isComplete(lane, from, change.before) ? change.before : null;
  const changed = (field: CompiledField) =>
    known(field) && (before === null || isChanged(lane, from, { before, after }, field));
  const complete = lane.fields.every((field) => known(field) || !fieldCarriesFrom(field, from));
  if (change.op === 'update' && before && Object.keys(castRow(lane, from, after, changed)).length === 0) {
    return nothingMapped;
  }
  if (complete && !renamed) {
    const set = castRow(lane, from, after, known);
    return { kind: 'write', write: { ...common(target), op: 'upsert', key: keys.after, guard: null, set } };
  }
  const set = castRow(lane, from, after, changed);
  return { kind: 'write', write: { ...common(target), op: 'update', key: keys.before, guard: null, set } };
}

/** A linked record's new key on one side is none of the other side's business. */
function isChanged(
  lane: CompiledLane,
  from: Side,
  { before, after }: Pick<FoldedChange, 'before' | 'after'>,
  field: CompiledField,
): boolean {
  return before?.[field[from]] !== after?.[field[from]] && !(lane.link && field.key);
}

function common(target: CompiledSide): Pick<Write, 'tag' | 'stream' | 'compareAs'> {
  return { tag: target.tag, stream: target.stream, compareAs: target.compareAs };
}

function isComplete(lane: CompiledLane, side: Side, image: Image): boolean {
  return lane[side].fields.every((name) => image[name] !== undefined);
}

/** Values as the other side spells them, of the fields that are carried, known and wanted. */
export function castRow(
  lane: CompiledLane,
  from: Side,
  image: Image,
  wanted: (field: CompiledField) => boolean = () => true,
): Row {
  const to = otherSide(from);
  const row: Row = {};
  for (const field of lane.fields) {
    if (!field.key && !fieldCarriesFrom(field, from)) continue;
    const value = image[field[from]];
    if (value === undefined || !wanted(field)) continue;
    put(row, field[to], field.to[to](value));
  }
  return row;
}
