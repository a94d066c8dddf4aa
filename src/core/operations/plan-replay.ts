import { otherSide, type Side } from '../change/change-event.ts';
import { isSameOn } from '../conflict/is-same-on.ts';
import { readsFrom } from '../flow/direction.ts';
import type { Row } from '../values/value.ts';
import type { BulkAction } from './bulk-action.ts';
import type { PlanLine } from './plan-line.ts';
import {
  type MadeAnew,
  noneSelected,
  type PlanLane,
  type RecordPlan,
  type RecordPlanner,
  type SelectedRecord,
} from './record-plan.ts';

type Replay = Extract<BulkAction, { kind: 'replay' }>;

/**
 * Replay. `source`: what the side that the newest selected line came from holds now is carried to the other
 * side, as if it had just changed there. `logged`: what that line says is put through the mapping as it is
 * now, where the other side still holds what its last line says; else it is refused. Where code had failed for the
 * line, what it was given is put through the code as it is now.
 */
export function planReplay({ from }: Replay): RecordPlanner {
  if (from === 'logged') return { reads: 'since', asksCode: true, plan: planLogged };
  return {
    reads: 'nothing',
    plan: ({ from: side }) => (side ? { kind: 'rules', from: side } : noneSelected),
  };
}

function planLogged({ selected, since, now, made }: SelectedRecord, lane: PlanLane): RecordPlan {
  const line = selected.at(-1);
  if (!line) return noneSelected;
  if (line.op === 'truncate' || (!line.before && !line.after)) {
    return { kind: 'refused', code: 'NO_SINGLE_RECORD', detail: 'The line holds no values of one record.' };
  }
  if (made && made.kind !== 'row') return notMade(made);
  const after = made ? made.row : line.after;
  const to = otherSide(line.side);
  const differing = changedSince(lane, line, since, now[to]);
  if (differing.length > 0) {
    const detail = `The ${to} side has changed since: ${differing.join(', ')}.`;
    return { kind: 'refused', code: 'CHANGED_SINCE', detail };
  }
  const wanted = carried(lane, line.side, after);
  const moved = differences(lane, line.side, after, now[line.side]).length > 0;
  const detail = [
    `The values as they were logged are put on the ${to} side${made ? ', through the code as it is now' : ''}.`,
    ...(moved ? [`The ${line.side} side holds others by now, so both differ after it.`] : []),
  ].join(' ');
  return to === 'left' ? { kind: 'write', left: wanted, detail } : { kind: 'write', right: wanted, detail };
}

/** Why nothing can be written of a row that code had failed for. */
function notMade({ kind }: Exclude<MadeAnew, { kind: 'row' }>): RecordPlan {
  switch (kind) {
    case 'left-out':
      return { kind: 'nothing', detail: 'The code leaves the record out, as the line has it.' };
    case 'lacking':
      return {
        kind: 'refused',
        code: 'VALUES_NOT_KEPT',
        detail:
          'The line does not hold all that the code was given, so it cannot be put through it again: replay the record from its source.',
      };
    case 'several':
      return {
        kind: 'refused',
        code: 'NO_SINGLE_RECORD',
        detail:
          'The code makes several records of the row, and the line is of one: replay it from its source.',
      };
  }
}

/** Names of what the side that is to be written holds otherwise than when the line came about. */
function changedSince(
  lane: PlanLane,
  line: PlanLine,
  since: readonly PlanLine[],
  held: Row | null,
): string[] {
  const to = otherSide(line.side);
  const left = leftOn(lane, to, since);
  if (left !== undefined) return differences(lane, to, left, held);
  // Of a row before that code failed for as well nobody knows what the other side was given.
  const known =
    line.before &&
    lane.fields.some(({ key, [line.side]: name }) => !key && line.before?.[name] !== undefined);
  if (line.before && !known) return held ? ['what it held then is not known'] : [];
  return differences(lane, to, carried(lane, line.side, line.before), held);
}

/** What the last of these lines that tells of the side left there; undefined where none does. */
function leftOn(lane: PlanLane, side: Side, since: readonly PlanLine[]): Row | null | undefined {
  const last = since.findLast(({ status }) => ['applied', 'unchanged', 'resolved'].includes(status));
  if (!last) return undefined;
  if (last.side === side) return last.after;
  if (last.targetAfter || last.op === 'delete') return last.targetAfter;
  return carried(lane, last.side, last.after);
}

/** A side's row as the mapping of now puts it on the other side. Throws `CAST_FAILED`. */
function carried(lane: PlanLane, from: Side, row: Row | null): Row | null {
  if (!row) return null;
  const to = otherSide(from);
  const target: Row = {};
  for (const field of lane.fields) {
    const value = row[field[from]];
    if (value === undefined || !(field.key || readsFrom(field.direction, from))) continue;
    target[field[to]] = field.to[to](value);
  }
  return target;
}

/** Names of the fields in which a side does not hold what is expected, as far as that is known. */
function differences(lane: PlanLane, side: Side, expected: Row | null, held: Row | null): string[] {
  if (!expected || !held) return expected === held ? [] : [held ? 'it is there' : 'it is gone'];
  return lane.fields.flatMap((field) => {
    const value = expected[field[side]];
    const stands = held[field[side]];
    if (value === undefined || stands === undefined) return [];
    return isSameOn(field, side, value, stands) ? [] : [field[side]];
  });
}
