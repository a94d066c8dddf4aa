import { put } from '#lib/put.ts';
import { otherSide, type Side } from '../change/change-event.ts';
import { readsFrom, writesTo } from '../flow/direction.ts';
import type { Row } from '../values/value.ts';
import { changedOn } from './changed-since.ts';
import { accountOf } from './conflict-account.ts';
import type { DecideInput, Decision, SideWrite, Verdict } from './decision.ts';

/** Decides a record that only `alive` holds (E11). */
export function decideExistence(input: DecideInput, alive: Side, row: Row): Decision {
  const gone = otherSide(alive);
  const deleted = wasDeleted(input, gone);
  if (input.first && deleted === 'no') return meetAlone(input, alive, row);
  if (input.lane.direction !== 'both') return followSource(input, alive, row, deleted === 'yes');
  if (deleted === 'no') return create(input, alive, row);
  if (input.decision?.record) return decidedByPerson(input, alive, row);
  const conflict = deleted === 'unknown' || aliveChanged(input, alive, row);
  return conflict ? deleteAgainstUpdate(input, alive, row, deleted === 'yes') : carryDelete(input, alive);
}

/** A one-way lane's source is right, whatever the target did. */
function followSource(input: DecideInput, alive: Side, row: Row, deleted: boolean): Decision {
  if (readsFrom(input.lane.direction, alive)) return create(input, alive, row);
  return deleted ? carryDelete(input, alive) : { kind: 'agreed' };
}

/**
 * Is the record gone because that side deleted it (`yes`), or because the other side has just made
 * it (`no`)? `unknown` where nothing tells.
 */
function wasDeleted({ base, touched, first }: DecideInput, gone: Side): 'yes' | 'no' | 'unknown' {
  // What was seen to change there was there; an update alone is seen of a record that was renamed away.
  if (Object.keys(touched[gone]).length > 0) return 'yes';
  if (first) return 'no';
  if (base.kind === 'values' || base.kind === 'digests') return 'yes';
  if (base.kind === 'absent' || touched[otherSide(gone)]['*'] !== undefined) return 'no';
  return 'unknown';
}

/** Did the side that holds the record change it since both agreed? */
function aliveChanged({ lane, base, touched, first }: DecideInput, alive: Side, row: Row): boolean {
  return lane.fields.some((field) => {
    if (field.key || !readsFrom(field.direction, alive)) return false;
    const changed =
      first || base.kind === 'absent' ? 'unknown' : changedOn(base, field, alive, row[field[alive]] ?? null);
    if (changed !== 'unknown') return changed;
    return touched[alive]['*'] !== undefined || touched[alive][field.left] !== undefined;
  });
}

function meetAlone({ lane, ...input }: DecideInput, alive: Side, row: Row): Decision {
  // What was seen to come into being is no leftover of the time before: it is carried like any other.
  if (input.touched[alive]['*'] !== undefined) return create({ lane, ...input }, alive, row);
  const rule = alive === 'left' ? lane.first.onlyLeft : lane.first.onlyRight;
  if (rule === 'create') return create({ lane, ...input }, alive, row);
  if (rule === 'delete' && writesTo(lane.direction, alive)) return write(alive, { op: 'delete', set: {} });
  return { kind: 'agreed' };
}

function deleteAgainstUpdate(input: DecideInput, alive: Side, row: Row, seen: boolean): Decision {
  const rule = input.lane.deletes.againstUpdate;
  const gone = otherSide(alive);
  const story = seen
    ? `The ${gone} side deleted the record, the ${alive} side changed it`
    : `Only the ${alive} side holds the record, and it is not known since when`;
  const verdict = (winner: Verdict['winner'], end: string): Verdict[] => [
    { left: '*', right: '*', rule: 'delete against update', winner, why: `${story}; ${end}.` },
  ];
  if (rule === 'hold') {
    return { kind: 'hold', account: accountOf(input, verdict('held', 'the rule leaves it to a person')) };
  }
  return rule === 'update'
    ? withAccount(input, create(input, alive, row), verdict(alive, 'the rule keeps it'))
    : withAccount(input, carryDelete(input, alive), verdict(gone, 'the rule lets it go'));
}

function decidedByPerson(input: DecideInput, alive: Side, row: Row): Decision {
  const keep = input.decision?.record === 'keep';
  const winner = keep ? alive : otherSide(alive);
  const why = `Decided by ${input.decision?.by}: the record ${keep ? 'stays' : 'goes'}.`;
  const decision = keep ? create(input, alive, row) : write(alive, { op: 'delete', set: {} });
  const by = input.decision?.by;
  return withAccount(input, decision, [
    { left: '*', right: '*', rule: 'delete against update', winner, why, by },
  ]);
}

function withAccount(input: DecideInput, decision: Decision, verdicts: Verdict[]): Decision {
  return decision.kind === 'write' ? { ...decision, account: accountOf(input, verdicts) } : decision;
}

/** Makes the record on the side that lacks it, as far as the lane writes there. */
function create({ lane }: DecideInput, alive: Side, row: Row): Decision {
  const to = otherSide(alive);
  if (!writesTo(lane.direction, to)) return { kind: 'agreed' };
  const set: Row = {};
  for (const field of lane.fields) {
    const value = row[field[alive]];
    if (value === undefined || !(field.key || writesTo(field.direction, to))) continue;
    put(set, field[to], field.to[to](value));
  }
  return write(to, { op: 'insert', set });
}

/** Deletes the record where it still is, if the lane carries deletes that way. */
function carryDelete({ lane }: DecideInput, alive: Side): Decision {
  const { carry } = lane.deletes;
  const carried = carry !== 'none' && writesTo(carry, alive) && writesTo(lane.direction, alive);
  return carried ? write(alive, { op: 'delete', set: {} }) : { kind: 'agreed' };
}

function write(side: Side, made: SideWrite): Decision {
  return { kind: 'write', left: null, right: null, account: null, [side]: made };
}
