import { otherSide, type Side } from '../change/change-event.ts';
import type { DecideField } from '../conflict/decision.ts';
import { isSameOn } from '../conflict/is-same-on.ts';
import { writesTo } from '../flow/direction.ts';
import type { Row, Value } from '../values/value.ts';
import type { BulkAction } from './bulk-action.ts';
import type { PlanLine } from './plan-line.ts';
import {
  noneSelected,
  type PlanLane,
  type RecordPlan,
  type RecordPlanner,
  type SelectedRecord,
} from './record-plan.ts';
import { type Kept, type Unwound, unwindLines } from './unwind-lines.ts';

type Revert = Extract<BulkAction, { kind: 'revert' }>;

/**
 * Takes the selected lines of a record back, newest first, each only where what it left still stands; a
 * field that a line outside the selection changed later stays as it is, and is told of.
 *
 * Where a pair is carried both ways, both sides go back: `both` to what each of them held, a side to what
 * that one held, and the other one to the like of it. A one-way lane writes to its target alone.
 */
export function planRevert({ sides }: Revert): RecordPlanner {
  return {
    reads: 'since',
    recalls: true,
    plan: (record, lane) => {
      if (record.selected.length === 0) return noneSelected;
      if (sides !== 'both' && !writesTo(lane.direction, sides)) {
        const detail = `The lane runs one way: its ${sides} side is not written.`;
        return { kind: 'refused', code: 'NOT_REVERTIBLE', detail };
      }
      const unwound = unwindLines(record, lane);
      if (unwound.kind === 'unknown') {
        return { kind: 'refused', code: 'NOT_REVERTIBLE', detail: unwound.why };
      }
      const before = {
        left: unwound.left && { ...unwound.left },
        right: unwound.right && { ...unwound.right },
      };
      return planOf(record, lane, { ...agreeing(lane, sides, record, unwound), before });
    },
  };
}

type Wanted = { rows: Record<Side, Row | null>; kept: Kept[] };

/**
 * What both sides are to hold, so that the pairs that go both ways agree: where they would not, a change
 * outside the selection stands, or else what the side held that the first line came from.
 */
function agreeing(
  lane: PlanLane,
  sides: Revert['sides'],
  { now, selected }: SelectedRecord,
  unwound: Extract<Unwound, { kind: 'rows' }>,
): Wanted {
  const rows = { left: unwound.left, right: unwound.right };
  const kept = [...unwound.kept];
  if (lane.direction === 'both' && Boolean(rows.left) !== Boolean(rows.right)) {
    // It went back on one side alone: what stands on the other one is somebody's.
    return {
      rows: now,
      kept: kept.length > 0 ? kept : [{ field: '*', why: 'it would be on one side alone' }],
    };
  }
  if (!rows.left || !rows.right) return { rows, kept };
  const { left, right } = rows;
  const origin = selected[0]?.side ?? 'left';
  for (const field of lane.fields) {
    if (field.key || !(field.left in left) || !(field.right in right)) continue;
    const both = lane.direction === 'both' && field.direction === 'both';
    const lead = sides === 'both' ? (unwound.leads.get(field.left) ?? origin) : sides;
    if (!both || (sides === 'both' && field.same(value(left, field.left), value(right, field.right))))
      continue;
    const moved = isMoved(field, 'left', now.left, left) || isMoved(field, 'right', now.right, right);
    if (!moved) continue;
    const to = otherSide(lead);
    const converted = field.to[to](value(lead === 'left' ? left : right, field[lead]));
    if (to === 'left') left[field.left] = converted;
    else right[field.right] = converted;
  }
  return { rows, kept };
}

function planOf(
  { now, selected }: SelectedRecord,
  lane: PlanLane,
  { rows, kept, before }: Wanted & { before: Record<Side, Row | null> },
): RecordPlan {
  const plan: { left?: Row | null; right?: Row | null } = {};
  for (const side of ['left', 'right'] as const) {
    const set = difference(lane.fields, side, now[side], rows[side]);
    if (set !== undefined && writesTo(lane.direction, side)) plan[side] = set;
  }
  const stays = kept
    .map(({ field, why }) => `${field === '*' ? 'the record' : field} stays: ${why}`)
    .join('; ');
  if (!('left' in plan) && !('right' in plan)) {
    if (kept.length > 0) {
      const code = kept.every(({ untold }) => untold) ? 'NOT_REVERTIBLE' : 'CHANGED_SINCE';
      return { kind: 'refused', code, detail: sentence(stays) };
    }
    const parts = lane.fields.some(
      (field) =>
        isMoved(field, 'left', now.left, before.left) || isMoved(field, 'right', now.right, before.right),
    );
    return {
      kind: 'nothing',
      detail: parts
        ? 'Both sides agree, and would not with the values before: what stands stays.'
        : 'It holds the values before already.',
    };
  }
  const since = momentOf(selected);
  const detail = [`Back to what stood before ${since}.`, ...(stays ? [sentence(stays)] : [])].join(' ');
  return { kind: 'write', ...plan, detail };
}

/** What to set so that a side's row becomes the wanted one: null to delete it, undefined where nothing is to be done. */
function difference(
  fields: readonly DecideField[],
  side: Side,
  now: Row | null,
  wanted: Row | null,
): Row | null | undefined {
  if (!wanted) return now ? null : undefined;
  if (!now) return wanted;
  const set: Row = {};
  for (const field of fields) {
    if (field[side] in wanted && isMoved(field, side, now, wanted))
      set[field[side]] = value(wanted, field[side]);
  }
  return Object.keys(set).length > 0 ? set : undefined;
}

function isMoved(field: DecideField, side: Side, now: Row | null, wanted: Row | null): boolean {
  return !isSameOn(field, side, value(now, field[side]), value(wanted, field[side]));
}

function value(row: Row | null, name: string): Value {
  return row?.[name] ?? null;
}

/** The earliest commit of the lines, as people read times. */
function momentOf(lines: PlanLine[]): string {
  const first = Math.min(...lines.map(({ commitTime }) => commitTime));
  return `${new Date(first / 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A field keeps its name as it is written. */
function sentence(text: string): string {
  return `${text.replace(/^the record/, 'The record')}.`;
}
