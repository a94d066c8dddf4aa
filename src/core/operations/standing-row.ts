import type { Side } from '../change/change-event.ts';
import type { Row } from '../values/value.ts';
import { holdsOf, isCarried } from './line-spans.ts';
import type { EarlierLine, PlanLine } from './plan-line.ts';
import type { PlanLane } from './record-plan.ts';

/** What is known of the row that a one-way lane writes, by the lines that were passed so far. */
export class StandingRow {
  readonly #lane: PlanLane;
  readonly #to: Side;
  /** Whether it is there; null where no line tells. */
  #exists: boolean | null = null;
  /** Its fields, as far as lines tell them. */
  #row: Row = {};
  /** Whether the source has the record; null where no line tells. */
  #hasSource: boolean | null = null;
  #isBegun = false;

  /** @param to the side that the lane writes */
  constructor(lane: PlanLane, to: Side) {
    this.#lane = lane;
    this.#to = to;
  }

  /** The line with what stood there before it, as far as that is known. */
  complete(line: PlanLine): PlanLine {
    const { op, targetBefore, targetAfter } = line;
    // A record that its source had, and makes again, had gone without a line under its key.
    if (this.#exists === null || (op === 'insert' && this.#hasSource)) return line;
    if (!this.#exists) return op === 'insert' ? line : { ...line, targetBefore: null, recalled: true };
    const before = { ...targetBefore, ...(op === 'delete' ? this.#row : this.#partOf(targetAfter)) };
    return isKeyAlone(this.#lane, this.#to, before)
      ? line
      : { ...line, targetBefore: before, recalled: true };
  }

  /** Might lines from before those that were passed tell more of what stood there before the line? */
  lacks({ op, targetBefore, targetAfter }: PlanLine): boolean {
    if (op === 'insert' || (op === 'update' && holdsOf(targetBefore, targetAfter))) return !this.#isBegun;
    if (this.#exists === false) return false;
    return this.#lane.fields.some((field) => {
      const name = field[this.#to];
      return !field.key && !(name in this.#row) && (op === 'delete' || name in (targetAfter ?? {}));
    });
  }

  /** Goes on behind a line. */
  pass(line: PlanLine | EarlierLine): void {
    this.#isBegun = true;
    // A line that waits is kept for longer than those around it, so that it is not known what came between.
    if (line.status === 'held' || line.status === 'parked') this.#forget();
    else if (line.cause === 'live' && line.side !== this.#to) this.#passCarried(line);
    else this.#passRows(line);
  }

  #passCarried(line: PlanLine | EarlierLine): void {
    const { op, targetAfter } = line;
    if (isRenamed(this.#lane, line) && !('cameFrom' in line && line.cameFrom)) this.#forget();
    // The record before it has gone without a line under its key.
    if (op === 'insert' && this.#hasSource) this.#forget();
    this.#hasSource = op !== 'delete';
    if (!isCarried(line)) return;
    if (targetAfter) this.#tell(targetAfter, line);
    else if (op === 'delete') this.#end();
    else if (line.status !== 'unchanged') this.#forget();
  }

  /** What was read and written beside the stream of changes; or what the side told itself while the lane went both ways. */
  #passRows(line: PlanLine): void {
    const isOwn = line.side === this.#to;
    if (!isCarried(line) && !(isOwn && line.cause === 'live')) return;
    const [before, after] = isOwn ? [line.before, line.after] : [line.targetBefore, line.targetAfter];
    if (!isOwn) this.#hasSource = line.after !== null;
    if (before) this.#tell(before, line);
    if (after) this.#tell(after, line);
    else if (before || line.op === 'delete') this.#end();
  }

  #tell(row: Row, { payload }: PlanLine): void {
    this.#exists = true;
    for (const [name, value] of Object.entries(row)) {
      if (payload === 'digests' && value !== null) delete this.#row[name];
      else this.#row[name] = value;
    }
  }

  #end(): void {
    this.#exists = false;
    this.#row = {};
  }

  #forget(): void {
    this.#exists = null;
    this.#row = {};
    this.#hasSource = null;
  }

  /** What is known of the fields that a row has. */
  #partOf(row: Row | null): Row {
    return Object.fromEntries(Object.entries(this.#row).filter(([name]) => row && name in row));
  }
}

/** Did the change make another record of it, as far as the ledger goes? */
export function isRenamed({ fields, linked }: PlanLane, { side, before, after }: PlanLine): boolean {
  if (linked || !before || !after) return false;
  return fields.some((field) => {
    const [was, is] = [before[field[side]], after[field[side]]];
    return field.key && was !== undefined && is !== undefined && was !== is;
  });
}

/** Does a row tell nothing but where it stood? */
export function isKeyAlone({ fields }: PlanLane, side: Side, row: Row | null): boolean {
  return fields.every((field) => field.key || row?.[field[side]] === undefined);
}
