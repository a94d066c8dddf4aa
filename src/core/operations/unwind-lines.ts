import { otherSide, type Side } from '../change/change-event.ts';
import type { DecideField } from '../conflict/decision.ts';
import { isSameOn } from '../conflict/is-same-on.ts';
import { readsFrom, writesTo } from '../flow/direction.ts';
import type { Row, Value } from '../values/value.ts';
import { holdsOf, isCarried, type Span, sideOf, sourceSpan, targetSpan } from './line-spans.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanLane, SelectedRecord } from './record-plan.ts';
import { isRenamed } from './standing-row.ts';

/** A field (its left name, `*` for the whole record) that stays as it is, and why; `untold`: since no line tells what stood there before. */
export type Kept = { field: string; why: string; untold?: boolean };

/**
 * Both sides' rows without the selected lines. `leads`: by left field name the side on which a change
 * outside the selection stands, that the selected lines had overruled or been overruled by.
 */
export type Unwound =
  | { kind: 'rows'; left: Row | null; right: Row | null; kept: Kept[]; leads: Map<string, Side> }
  | { kind: 'unknown'; why: string };

type Event = { line: PlanLine; side: Side; span: Span };

/**
 * Walks a record's lines back from what both sides hold now. A selected line is undone field by field
 * where what it left still stands; what was changed by a line outside the selection, or by nobody that
 * the ledger knows, stays, and so does everything older of that field.
 */
export function unwindLines(record: SelectedRecord, lane: PlanLane): Unwound {
  const selected = new Set(record.selected.map(({ seq }) => seq));
  const unwinding = new Unwinding(lane, record.now);
  for (const { line, end, span } of eventsOf(record.since)) {
    const side = sideOf(line, end);
    const isSelected = selected.has(line.seq);
    const renamed = isSelected && lane.fields.find((field) => field.key && hasNewKey(field, line));
    if (renamed) {
      return { kind: 'unknown', why: `The record's key ${renamed[line.side]} was changed by it.` };
    }
    // What becomes of a one-way lane's source is none of its business: what was carried from there tells.
    if (!writesTo(lane.direction, side) && (isSelected || isCarried(line))) continue;
    // Its target held that already.
    if (lane.direction !== 'both' && line.status === 'unchanged') continue;
    if (span === 'unknown') {
      if (!isSelected) unwinding.stop('*', `the ledger does not hold what a later line wrote`, side);
      else return { kind: 'unknown', why: untold(line, end) };
    } else if (isSelected) unwinding.undo({ line, side, span });
    else if (isRenamed(lane, line)) unwinding.stop('*', 'another record has its key since', side);
    else unwinding.pass({ line, side, span });
  }
  return unwinding.result();
}

/**
 * What the lines did, newest first. Lines that were settled together (a conflict's) got their outcome
 * after all of their changes had been made.
 */
function eventsOf(lines: PlanLine[]): { line: PlanLine; end: 'source' | 'target'; span: Span | 'unknown' }[] {
  const events: ReturnType<typeof eventsOf> = [];
  const newestFirst = lines.toReversed().sort((a, b) => b.appliedAt - a.appliedAt);
  for (let first = 0, next = 0; first < newestFirst.length; first = next) {
    const together = newestFirst[first]?.appliedAt;
    while (newestFirst[next]?.appliedAt === together) next += 1;
    for (const end of ['target', 'source'] as const) {
      for (let at = first; at < next; at += 1) {
        const line = newestFirst[at] as PlanLine;
        const span = end === 'target' ? targetSpan(line) : sourceSpan(line);
        if (span) events.push({ line, end, span });
      }
    }
  }
  return events;
}

function hasNewKey(field: DecideField, { side, before, after }: PlanLine): boolean {
  const name = field[side];
  return before !== null && after !== null && name in before && before[name] !== after[name];
}

/** Why a selected line cannot be taken back. */
function untold({ before, after, targetAfter }: PlanLine, end: 'source' | 'target'): string {
  const isWritten = end === 'source' ? after : targetAfter;
  if (!isWritten || holdsOf(before, after)) return 'The ledger does not hold the values that were written.';
  return 'No line tells what stood there before: the log told no old row, and the ledger has no earlier line of the record that does.';
}

/** Both sides' rows on their way back. */
class Unwinding {
  readonly #fields: readonly DecideField[];
  readonly #isOneWay: boolean;
  readonly #rows: Record<Side, Row | null>;
  /** Fields of which nothing older is taken back; whether what stands there was brought back by a revert. */
  readonly #stops = new Map<string, { why: string; side: Side; isBrought: boolean }>();
  /** Those of which there was something older to take back. */
  readonly #kept = new Set<string>();
  /** Those of them of which no line tells what to take back to. */
  readonly #untold = new Set<string>();
  /** Sides that had deleted the record, and get it back; whether earlier lines tell with what. */
  readonly #back = new Map<Side, { isRecalled: boolean }>();

  constructor(lane: PlanLane, now: SelectedRecord['now']) {
    this.#fields = lane.fields;
    this.#isOneWay = lane.direction !== 'both';
    this.#rows = { left: now.left && { ...now.left }, right: now.right && { ...now.right } };
  }

  /** Nothing older of a field (`*`: of the record) is taken back, since something else stands on that side. */
  stop(field: string, why: string, side: Side, isBrought = false): void {
    if (!this.#stopOf(field)) this.#stops.set(field, { why, side, isBrought });
  }

  /** A line outside the selection: what it changed stays, but where a revert has brought back what the selected lines left. */
  pass({ line, side, span }: Event): void {
    const why = `${whoWrote(line)} changed it later`;
    const isBrought = line.cause === 'revert';
    if (!span.before || !span.after) this.stop('*', why, side, isBrought);
    else for (const field of this.#touched(side, span)) this.stop(field.left, why, side, isBrought);
  }

  /** A selected line. */
  undo({ side, span }: Event): void {
    const { before, after } = span;
    const row = this.#rows[side];
    const stop = this.#stops.get('*');
    if (stop && !(stop.isBrought && row && !before)) {
      if (!this.#isBack(side, row, span)) this.#kept.add('*');
    } else if (!before || !after) this.#undoExistence(side, row, span);
    else if (!row) this.#keep('*', `the ${side} side has no such record`, side);
    else
      for (const field of this.#touched(side, span)) this.#undoField(field, side, row, span, before, after);
  }

  #undoField(field: DecideField, side: Side, row: Row, { lacks }: Span, before: Row, after: Row): void {
    const name = field[side];
    const isUntold = lacks?.includes(name);
    const holds = (other: Value | undefined) => this.#same(field, side, row[name], other);
    const stop = this.#stops.get(field.left);
    if (stop && !(stop.isBrought && holds(after[name]))) {
      if (isUntold || !holds(before[name])) this.#kept.add(field.left);
    } else if (isUntold && holds(after[name])) {
      this.#untold.add(field.left);
      this.#keep(field.left, 'no line tells what stood there before', side);
    } else if (holds(after[name])) {
      row[name] = before[name] ?? null;
      this.#stops.delete(field.left);
    }
    // Several lines that were carried in one write each tell of the whole of it.
    else if (isUntold || !holds(before[name])) {
      this.#keep(field.left, `${shown(row[name] ?? null)} stands on the ${side} side`, side);
    }
  }

  #undoExistence(side: Side, row: Row | null, { before, after, lacks }: Span): void {
    if (!after) {
      if (!row) {
        this.#rows[side] = before && { ...before };
        this.#back.set(side, { isRecalled: lacks !== undefined });
      } else if (!before || !this.#agrees(side, row, before)) {
        this.#keep('*', `the ${side} side has the record again`, side);
      }
    } else if (row && (this.#isChanged() || !this.#agrees(side, row, after))) {
      this.#keep('*', `the record has changed on the ${side} side since it was made`, side);
    } else this.#rows[side] = null;
  }

  /** Does anything stand that no revert has brought back? */
  #isChanged(): boolean {
    return [...this.#stops.values()].some(({ isBrought }) => !isBrought);
  }

  result(): Unwound {
    if (!this.#isOneWay) for (const side of this.#back.keys()) this.#complete(side);
    if (this.#isUnknown()) {
      const why =
        'The ledger does not hold what the record held: its log told the key alone, and no earlier line tells all of it.';
      return { kind: 'unknown', why };
    }
    const kept = [...this.#kept].map((field) => ({
      ...{ field, why: this.#stops.get(field)?.why ?? '' },
      ...(this.#untold.has(field) && { untold: true }),
    }));
    const leads = new Map([...this.#stops].map(([field, { side }]) => [field, side]));
    return { kind: 'rows', ...this.#rows, kept, leads };
  }

  /** What the log did not tell of a row that was deleted, as of a truncation's, is as both sides had agreed on. */
  #complete(side: Side): void {
    const other = otherSide(side);
    const like = this.#rows[other];
    if (!like) return;
    const row = { ...this.#rows[side] };
    for (const field of this.#fields) {
      const value = like[field[other]];
      if (field[side] in row || value === undefined) continue;
      if (field.key || readsFrom(field.direction, other)) row[field[side]] = field.to[side](value);
    }
    this.#rows[side] = row;
  }

  /** A record comes back of which nobody knows what it held. */
  #isUnknown(): boolean {
    return [...this.#back].some(([side, { isRecalled }]) => {
      const row = this.#rows[side];
      if (!row) return false;
      const isMissing = (field: DecideField) => !(field[side] in row);
      if (!this.#isOneWay)
        return this.#fields.some((field) => field.direction === 'both' && isMissing(field));
      const carried = this.#fields.filter(({ key }) => !key);
      return isRecalled ? carried.some(isMissing) : carried.length > 0 && carried.every(isMissing);
    });
  }

  /** Does the side hold what it held before the line, whoever brought it back? */
  #isBack(side: Side, row: Row | null, { before, names }: Span): boolean {
    if (!row || !before) return row === before;
    return this.#fields.every(
      (field) =>
        !names.includes(field[side]) || this.#same(field, side, row[field[side]], before[field[side]]),
    );
  }

  #keep(field: string, why: string, side: Side): void {
    this.stop(field, why, side);
    this.#kept.add(field);
  }

  #stopOf(field: string) {
    return this.#stops.get('*') ?? this.#stops.get(field);
  }

  #touched(side: Side, { names }: Span): DecideField[] {
    return this.#fields.filter((field) => !field.key && names.includes(field[side]));
  }

  #agrees(side: Side, row: Row, other: Row): boolean {
    return this.#fields.every(
      (field) => !(field[side] in other) || this.#same(field, side, row[field[side]], other[field[side]]),
    );
  }

  #same(field: DecideField, side: Side, one: Value | undefined, other: Value | undefined): boolean {
    return isSameOn(field, side, one ?? null, other ?? null);
  }
}

/** Who is behind a line, in words. */
function whoWrote({ side, cause }: PlanLine): string {
  return cause === 'live' ? `somebody on the ${side} side` : `a ${cause}`;
}

function shown(value: Value): string {
  if (value === null) return 'nothing';
  return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
}
