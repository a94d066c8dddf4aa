import { otherSide, type Side } from '../change/change-event.ts';
import type { ClockReading } from '../conflict/decision.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Row } from '../values/value.ts';
import type { Effect } from './effect.ts';
import { settlements } from './settlements.ts';

/** Both sides' clocks against ours, as far as they are known. */
export type Clocks = Partial<Record<Side, ClockReading>>;

type Told = Omit<Effect, 'line' | 'order'> | null;

/**
 * What the lines of one record (and lines about its whole lane, such as truncations) say about both sides,
 * in the order in which it happened on each of them.
 *
 * A side tells by its own clock when it was changed, and we by ours when we wrote there. So its times are set right by
 * what is known of its clock, and where that does not do by what is certain: a change was made before we read of it, and
 * after what we had written or read there until then.
 */
export function effectsOf(lines: readonly LedgerRow[], clocks: Clocks = {}): Effect[] {
  const effects: Effect[] = [];
  const times = { left: new SideTimes(), right: new SideTimes() };
  for (const [order, group] of settlements(lines).entries()) {
    const add = (line: LedgerRow, told: Told) => {
      if (!told) return;
      const { side, kind } = told;
      const at = kind === 'external' ? times[side].ofChange(line, clocks[side]) : told.at;
      if (kind === 'ours' || kind === 'found') times[side].known.push(at);
      effects.push({ ...told, at, line, order });
    };
    // What is settled together was changed first, and written then.
    for (const line of group) if (line.cause === 'live') add(line, ownEffect(line));
    for (const line of group) {
      if (line.cause !== 'live') add(line, ownEffect(line));
      for (const told of [...otherEffects(line), ...decidedEffects(line)]) add(line, told);
    }
  }
  return effects;
}

/** When each line's change was made, by `seq`, set right as in {@link effectsOf}; of lines that tell of no change when they were settled. */
export function changeTimes(effects: readonly Effect[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { line, kind, at } of effects) if (kind === 'external') times.set(line.seq, at);
  return times;
}

/** What is certain of the times of a side. */
class SideTimes {
  /** When we wrote or read there, in the order of settlements. */
  readonly known: number[] = [];

  ofChange({ commitTime, capturedAt }: LedgerRow, clock: ClockReading | undefined): number {
    const off = clock && Math.abs(clock.offset) > clock.uncertainty ? clock.offset : 0;
    const since = this.known.findLast((at) => at <= capturedAt) ?? Number.NEGATIVE_INFINITY;
    return Math.min(Math.max(commitTime - off, since), capturedAt);
  }
}

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
  // Of an operation it tells both sides: where there was no record, it was made.
  if (after && line.operationId && wrote(line)) return { side, kind: 'ours', at, row: after, before: null };
  if (after) return { side, kind: 'found', at, row: after, before: undefined };
  return before && wrote(line) ? { side, kind: 'ours', at, row: null, before } : null;
}

function wrote({ status }: LedgerRow): boolean {
  return status === 'applied' || status === 'resolved';
}

/** What was written to the other side, or was seen to stand there. */
function otherEffects(line: LedgerRow): Told[] {
  const { status, targetBefore, targetAfter, op, conflict, appliedAt: at, cause } = line;
  const side = otherSide(line.side);
  if (status === 'unchanged') {
    const kind = cause === 'live' ? 'implied' : 'found';
    return targetAfter ? [{ side, kind, at, row: targetAfter, before: undefined }] : [];
  }
  if (!wrote(line)) return [];
  if (targetAfter) {
    const before = targetBefore ?? (op === 'insert' && status === 'applied' ? null : undefined);
    if (!before) return [{ side, kind: 'ours', at, row: targetAfter, before }];
    return written({ side, at, row: targetAfter, before });
  }
  const goes =
    conflict === null
      ? op === 'delete'
      : conflict.fields.some(({ left, winner }) => left === '*' && winner === line.side);
  return goes && op === 'delete'
    ? [{ side, kind: 'ours', at, row: null, before: targetBefore ?? undefined }]
    : [];
}

/** An update writes what it changes, and no more. */
function written({ side, at, row, before }: { side: Side; at: number; row: Row; before: Row }): Told[] {
  const part = (changes: boolean) =>
    Object.fromEntries(Object.entries(row).filter(([name, value]) => (before[name] !== value) === changes));
  const told: Told[] = [
    { side, kind: 'ours', at, row: part(true), before },
    { side, kind: 'implied', at, row: part(false), before: undefined },
  ];
  return told.filter((each) => Object.keys(each?.row ?? {}).length > 0);
}

/** What a decided conflict left on both sides, field by field. */
function decidedEffects({ status, conflict, appliedAt: at, side: from }: LedgerRow): Told[] {
  if (status !== 'resolved' || !conflict) return [];
  const lost = conflict.fields.find(({ left }) => left === '*');
  // Its own change gave way to the other side's delete, which may have no line under this key.
  if (lost?.winner === otherSide(from) && conflict[lost.winner] === null) {
    return [{ side: from, kind: 'ours', at, row: null, before: conflict[from] ?? undefined }];
  }
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
