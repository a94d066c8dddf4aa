import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import { isCodeFailure } from '#core/errors/is-code-failure.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { TrialField, TrialOutcome, TriedChange } from '#core/trial/trial-report.ts';
import type { Image, Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { filterChange } from '../apply/filter-change.ts';
import {
  type CompiledField,
  type CompiledLane,
  carriesFrom,
  fieldCarriesFrom,
} from '../plan/compiled-lane.ts';
import { VIEW_STATE } from '../view/view-state.ts';
import type { SeenLine } from './see-lines.ts';
import { tryConflict } from './try-conflict.ts';

/** What a lane would make of a change: an outcome with the values that it would write, or why nobody can tell. */
export type Tried =
  | { kind: 'would'; outcome: TrialOutcome; set: Row | null; fields: CompiledField[] }
  | { kind: 'untold'; why: string };

/** What came of a change for a reason that only the other system knows cannot be tried without writing. */
const written = new Set(['applied', 'unchanged', 'resolved']);
const ours = new Set([
  'CAST_FAILED',
  'CONFLICT_HELD',
  'CONFLICT_RESOLVED',
  'DELETE_IGNORED',
  'FILTERED',
  'NOTHING_MAPPED',
]);

/**
 * Puts one change of the ledger through a lane, writing nothing, and compares what would come of it with
 * what did. What the other side would say to the values (a constraint, a missing parent) is not asked.
 *
 * @param lane the tried version's lane of the line's lane id, over the same streams.
 * @param seen the line as the lane's code lets it be seen, or why nobody can tell.
 */
export function tryLine(
  lane: CompiledLane,
  line: LedgerRow,
  seen: SeenLine = { line, anew: false },
): TriedChange {
  const was: TrialOutcome = { status: line.status, code: line.code, detail: line.detail };
  const untried = (why: string): TriedChange => ({
    ...{ verdict: 'untried', was, would: null, why, fields: [], unknown: [] },
  });
  if (line.op === 'truncate' || line.recordKey === '[]') return untried('It concerns no single record.');
  if (typeof seen === 'string') return untried(seen);
  const byCode = seen.anew && line.code !== null && isCodeFailure(line.code);
  if (!written.has(line.status) && !byCode && !(line.code && ours.has(line.code))) {
    return untried(`What came of it (${line.code ?? line.status}) does not follow from the mapping alone.`);
  }
  const tried = line.conflict ? tryConflict(lane, line, line.conflict) : tryChange(lane, seen.line);
  if (tried.kind === 'untold') return untried(tried.why);
  const to = otherSide(line.side);
  const { fields, unknown } = compare(lane, to, line, tried);
  const would = tried.outcome;
  const moved = groupOf(was) !== groupOf(would);
  const verdict = moved ? 'outcome' : fields.length > 0 ? 'values' : 'same';
  return { verdict, was, would, why: null, fields, unknown };
}

/** An outcome as far as it can be told apart: that the other side held the values already is no other one. */
function groupOf({ status, code }: TrialOutcome): string {
  if (status === 'applied' || status === 'unchanged') return 'written';
  return `${status} ${code}`;
}

/** A change that met no conflict. */
function tryChange(lane: CompiledLane, line: LedgerRow): Tried {
  const from = line.side;
  if (!carriesFrom(lane, from)) {
    return would('skipped', null, `The lane carries nothing from the ${from} side.`);
  }
  const seen = throughFilter(lane, from, line);
  if (typeof seen === 'string') return { kind: 'untold', why: seen };
  if (!seen) return would('skipped', 'FILTERED', 'The filter does not let it through.');
  if (seen.op === 'delete') return tryDelete(lane, from);
  const after = seen.after ?? {};
  const changed = (field: CompiledField) =>
    seen.op === 'insert' || seen.before?.[field[from]] !== after[field[from]];
  const fields = lane.fields.filter(
    (field) =>
      !field.key && !field.through && fieldCarriesFrom(field, from) && after[field[from]] !== undefined,
  );
  return convert(fields.filter(changed), from, after, seen.op === 'insert');
}

function tryDelete(lane: CompiledLane, from: Side): Tried {
  if (
    !writesTo(lane.plan.deletes.carry === 'none' ? opposite(from) : lane.plan.deletes.carry, otherSide(from))
  ) {
    return would('skipped', 'DELETE_IGNORED', 'The lane does not carry deletes this way.');
  }
  return { kind: 'would', outcome: { status: 'applied', code: null, detail: '' }, set: null, fields: [] };
}

/** A direction that does not write from this side. */
function opposite(from: Side): 'forward' | 'backward' {
  return from === 'left' ? 'backward' : 'forward';
}

function convert(fields: CompiledField[], from: Side, after: Image, isNew: boolean): Tried {
  const to = otherSide(from);
  const set: Row = {};
  for (const field of fields) {
    try {
      put(set, field[to], field.to[to](after[field[from]] as Value));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (!isValueFailure(error.code)) return { kind: 'untold', why: error.message };
      return would(isCodeFailure(error.code) ? 'parked' : 'failed', error.code, error.message);
    }
  }
  if (fields.length === 0 && !isNew) return would('skipped', 'NOTHING_MAPPED', 'No mapped field changed.');
  return { kind: 'would', outcome: { status: 'applied', code: null, detail: '' }, set, fields };
}

function would(
  status: TrialOutcome['status'],
  code: TrialOutcome['code'],
  detail: string,
): Extract<Tried, { kind: 'would' }> {
  return { kind: 'would', outcome: { status, code, detail }, set: {}, fields: [] };
}

/** The change as the lane's filter lets it see it; null where it is kept back, a sentence where nobody can tell. */
function throughFilter(lane: CompiledLane, from: Side, line: LedgerRow): Change | string | null {
  const { op, before, after, position, ordinal, commitTime } = line;
  if (op === 'truncate') return null;
  const { filter, stream } = lane[from];
  const change: Change = {
    kind: 'change',
    position,
    ordinal,
    commitTime,
    stream,
    op,
    before,
    after,
    writer: null,
  };
  if (!filter) return change;
  const lacking = filter.reads.find((name) => [before, after].some((row) => row && !(name in row)));
  if (lacking === VIEW_STATE) return 'The code fails for what the record was before.';
  if (lacking !== undefined) return `The ledger does not hold ${lacking}, which the filter reads.`;
  const seen = filterChange(filter, change);
  return typeof seen === 'string' ? null : seen;
}

/** Where the values that would be written differ from those that were, in the written side's names. */
function compare(
  lane: CompiledLane,
  to: Side,
  { targetBefore, targetAfter, status }: LedgerRow,
  { outcome, set, fields }: Extract<Tried, { kind: 'would' }>,
): { fields: TrialField[]; unknown: string[] } {
  const differ: TrialField[] = [];
  const unknown = lane.fields
    .filter((field) => !field.key && targetAfter && !(field[to] in targetAfter) && !(set && field[to] in set))
    .map((field) => field[to]);
  if (!written.has(status) || !written.has(outcome.status)) {
    return { fields: shownOf(set, changedOf(targetBefore, targetAfter), outcome.status), unknown };
  }
  for (const field of fields) {
    const name = field[to];
    if (!set || !(name in set)) continue;
    const value = set[name] ?? null;
    const had = targetAfter?.[name];
    if (had === undefined) differ.push({ name, would: value });
    else if (field.digest[to](had) !== field.digest[to](value)) differ.push({ name, was: had, would: value });
  }
  // What was written and is none of the version's any more.
  const carried = lane.fields.filter((field) => field.key || fieldCarriesFrom(field, otherSide(to)));
  const mine = new Set(carried.map((field) => field[to]));
  for (const [name, value] of Object.entries(targetAfter ?? {})) {
    if (!mine.has(name) && targetBefore?.[name] !== value) differ.push({ name, was: value });
  }
  return { fields: differ, unknown };
}

/** What was written of a row. */
function changedOf(before: Row | null, after: Row | null): Row {
  const entries = Object.entries(after ?? {});
  return Object.fromEntries(before ? entries.filter(([name, value]) => before[name] !== value) : entries);
}

/** The values on one side of a shift between written and not written. */
function shownOf(set: Row | null, was: Row, status: TrialOutcome['status']): TrialField[] {
  if (written.has(status)) return Object.entries(set ?? {}).map(([name, value]) => ({ name, would: value }));
  return Object.entries(was).map(([name, value]) => ({ name, was: value }));
}
