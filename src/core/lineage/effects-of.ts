import { otherSide, type Side } from '../change/change-event.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Row } from '../values/value.ts';
import type { Effect } from './effect.ts';

/** Lines in the order in which they were settled. Lines of one settlement have one moment. */
export function inSettledOrder(lines: readonly LedgerRow[]): LedgerRow[] {
  return [...lines].sort(
    (a, b) =>
      a.appliedAt - b.appliedAt || a.commitTime - b.commitTime || (BigInt(a.seq) < BigInt(b.seq) ? -1 : 1),
  );
}

/**
 * What the lines of one record (and lines about its whole lane, such as truncations) say about both sides,
 * in the order in which the lines were settled.
 */
export function effectsOf(lines: readonly LedgerRow[]): Effect[] {
  const effects: Effect[] = [];
  let order = -1;
  let settledAt: number | null = null;
  for (const line of inSettledOrder(lines)) {
    if (line.appliedAt !== settledAt) order += 1;
    settledAt = line.appliedAt;
    for (const effect of [ownEffect(line), otherEffect(line), ...decidedEffects(line)]) {
      if (effect) effects.push({ ...effect, line, order });
    }
  }
  return effects;
}

type Told = Omit<Effect, 'line' | 'order'> | null;

/** What happened on the side that the line came from. */
function ownEffect(line: LedgerRow): Told {
  const { side, before, after, op, cause, commitTime, appliedAt } = line;
  if (cause === 'live') {
    const at = commitTime;
    switch (op) {
      case 'insert':
        return after && { side, kind: 'external', at, row: after, before: null };
      case 'update':
        return after && { side, kind: 'external', at, row: after, before: before ?? undefined };
      default:
        return { side, kind: 'external', at, row: null, before: before ?? undefined };
    }
  }
  // A walk or an operation read this side, and wrote it where it tells what stood there before.
  const at = appliedAt;
  if (before && after) return { side, kind: 'ours', at, row: after, before };
  if (after) return { side, kind: 'found', at, row: after, before: undefined };
  return before && wrote(line) ? { side, kind: 'ours', at, row: null, before } : null;
}

function wrote({ status }: LedgerRow): boolean {
  return status === 'applied' || status === 'resolved';
}

/** What was written to the other side, or was seen to stand there. */
function otherEffect(line: LedgerRow): Told {
  const { status, targetBefore, targetAfter, op, conflict, appliedAt: at } = line;
  const side = otherSide(line.side);
  if (status === 'unchanged') {
    return targetAfter && { side, kind: 'found', at, row: targetAfter, before: undefined };
  }
  if (!wrote(line)) return null;
  if (targetAfter) {
    const before = targetBefore ?? (op === 'insert' && status === 'applied' ? null : undefined);
    return { side, kind: 'ours', at, row: targetAfter, before };
  }
  const goes =
    conflict === null
      ? op === 'delete'
      : conflict.fields.some(({ left, winner }) => left === '*' && winner === line.side);
  return goes && op === 'delete'
    ? { side, kind: 'ours', at, row: null, before: targetBefore ?? undefined }
    : null;
}

/** What a decided conflict left on both sides, field by field. */
function decidedEffects({ status, conflict, appliedAt: at, side: from }: LedgerRow): Told[] {
  if (status !== 'resolved' || !conflict) return [];
  const rows: Record<Side, Row> = { left: {}, right: {} };
  const kept: Record<Side, Row> = { left: {}, right: {} };
  for (const { left, right, winner, stands } of conflict.fields) {
    if (!stands || left === '*') continue;
    (winner === 'left' ? kept : rows).left[left] = stands.left;
    (winner === 'right' ? kept : rows).right[right] = stands.right;
  }
  const tell = (side: Side, kind: 'ours' | 'found', row: Row): Told =>
    Object.keys(row).length === 0
      ? null
      : { side, kind, at, row, before: kind === 'ours' ? standing(conflict[side], row) : undefined };
  return [from, otherSide(from)].flatMap((side) => [
    tell(side, 'ours', rows[side]),
    tell(side, 'found', kept[side]),
  ]);
}

/** What stood in these fields, as far as the row tells. */
function standing(row: Row | null, fields: Row): Row | undefined {
  if (!row) return undefined;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name in fields));
}
