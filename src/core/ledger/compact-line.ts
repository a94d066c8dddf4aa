import { put } from '#lib/put.ts';
import type { Row } from '../values/value.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { type FieldPairNames, isSameValues, type LedgerLine } from './ledger-line.ts';

/** The parts of a line that are stored in a shorter form than they are read. */
export type CompactRows = {
  before: Row | null;
  after: Row | null;
  /** True: the values of the source's row. */
  targetBefore: Row | true | null;
  targetAfter: Row | true | null;
  changed: string[];
  compact: boolean;
};

/**
 * Shortens a line for the store: an update keeps of its old row what differs from the new one, and
 * target rows that repeat the source's are only marked. `expandLine` gives back what was there.
 */
export function compactLine(line: LedgerLine): CompactRows {
  const { before, after, changed, targetBefore, targetAfter } = line;
  const target = { targetBefore: sameOrRow(targetBefore), targetAfter: sameOrRow(targetAfter) };
  const old = shortBefore(line);
  if (old === undefined) return { before, after, ...whole(line), changed, compact: false };
  // The store keeps no order among a row's fields, so that of the changed ones is kept beside it.
  const told = line.cause === 'live' && !(before && after);
  return { before: old, after, ...target, changed: told ? [] : changed, compact: true };
}

/** The whole of a line that was stored compactly. @param pairs of the lane and version that wrote it */
export function expandLine(
  side: LedgerEntry['side'],
  stored: Omit<CompactRows, 'compact'>,
  pairs: FieldPairNames,
): Pick<LedgerEntry, 'before' | 'after' | 'targetBefore' | 'targetAfter' | 'changed'> {
  const { after } = stored;
  const before = stored.before && after ? { ...after, ...stored.before } : stored.before;
  return {
    before,
    after,
    changed: stored.changed.length > 0 ? stored.changed : Object.keys(stored.before ?? after ?? {}),
    targetBefore: stored.targetBefore === true ? renamed(before, side, pairs) : stored.targetBefore,
    targetAfter: stored.targetAfter === true ? renamed(after, side, pairs) : stored.targetAfter,
  };
}

/** What is kept of the old row; undefined where the line cannot be shortened without loss. */
function shortBefore({ before, after, changed, cause }: LedgerLine): Row | null | undefined {
  // Other causes name as changed what the sides did not agree on, which the rows do not tell.
  if (cause !== 'live') return changed.length > 0 ? differing(before, after) : undefined;
  if (!before || !after) {
    const names = Object.keys(before ?? after ?? {});
    return names.length === changed.length ? before : undefined;
  }
  if (!haveSameNames(before, after)) return undefined;
  const old: Row = {};
  for (const name of changed) {
    const value = before[name];
    if (value === undefined) return undefined;
    put(old, name, value);
  }
  return old;
}

/** The old row's values that are not those of the new one; a row that stands alone is whole. */
function differing(before: Row | null, after: Row | null): Row | null | undefined {
  if (!before || !after) return before;
  if (!haveSameNames(before, after)) return undefined;
  const old: Row = {};
  for (const name in before) {
    const value = before[name];
    if (value !== undefined && value !== after[name]) put(old, name, value);
  }
  return old;
}

function haveSameNames(one: Row, other: Row): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other);
}

/** The same line with the target's own rows, where it only said that they repeat the source's. */
export function wholeLine(line: LedgerLine): LedgerLine {
  return { ...line, ...whole(line) };
}

function whole({ before, after, side, targetBefore, targetAfter }: LedgerLine) {
  return {
    targetBefore: isSameValues(targetBefore) ? renamed(before, side, targetBefore.pairs) : targetBefore,
    targetAfter: isSameValues(targetAfter) ? renamed(after, side, targetAfter.pairs) : targetAfter,
  };
}

function sameOrRow(row: LedgerLine['targetAfter']): Row | true | null {
  return isSameValues(row) ? true : row;
}

function renamed(row: Row | null, side: LedgerEntry['side'], pairs: FieldPairNames): Row | null {
  if (!row) return null;
  const target: Row = {};
  for (const [left, right] of pairs) {
    const value = row[side === 'left' ? left : right];
    if (value !== undefined) target[side === 'left' ? right : left] = value;
  }
  return target;
}
