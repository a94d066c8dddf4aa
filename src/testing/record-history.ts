import { otherSide, type Side } from '#core/change/change-event.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { Row } from '#core/values/value.ts';

/** Something that happens to one record of a two-way lane whose fields have the same names on both sides. */
export type HistoryStep =
  /** One side writes a field, and it is carried. */
  | { kind: 'change'; side: Side; field: 'a' | 'b' }
  /** Both sides write the field before either is carried, and a rule lets one stand. */
  | { kind: 'conflict'; field: 'a' | 'b'; winner: Side }
  /** One side writes, the other refuses, and it goes through later. */
  | { kind: 'parked'; side: Side; field: 'a' | 'b' }
  /** Both sides write the same value. */
  | { kind: 'same'; side: Side; field: 'a' | 'b' }
  /** Each side writes another field before either is carried, and both are carried together. */
  | { kind: 'crossed' }
  /** An operation puts back on both sides what the field held before its last value. */
  | { kind: 'revert'; field: 'a' | 'b' }
  | { kind: 'delete'; side: Side };

type Rows = Record<Side, Row | null>;
type Writer = { side: Side; at: number };

/** A record's history with what stood at every moment, and the lines that a flow would have written of it. */
export class RecordHistory {
  readonly lines: LedgerRow[] = [];
  /** What stood on both sides since each moment, oldest first. */
  readonly truth: { at: number; rows: Rows }[] = [];
  /** Who wrote each value that was ever written from outside; every one is written once. */
  readonly writers = new Map<string, Writer>();
  #now = 1_000;
  #seq = 0;
  #values = 0;
  #rows: Rows = { left: null, right: null };
  readonly #clocks: Record<Side, number>;

  /** @param clocks how far each side's clock is ahead of ours, microseconds */
  constructor(clocks: Record<Side, number> = { left: 0, right: 0 }) {
    this.#clocks = clocks;
  }

  run(steps: readonly HistoryStep[]): this {
    this.#remember();
    for (const step of steps) this.#take(step);
    return this;
  }

  rowsAt(moment: number): Rows {
    return this.truth.findLast(({ at }) => at <= moment)?.rows ?? { left: null, right: null };
  }

  get end(): number {
    return this.#now;
  }

  #take(step: HistoryStep): void {
    // A record that is gone comes back with whatever is done next.
    if (this.#rows.left === null) {
      this.#insert('side' in step ? step.side : 'winner' in step ? step.winner : 'left');
      return;
    }
    if (step.kind === 'delete') this.#delete(step.side);
    else if (step.kind === 'conflict') this.#conflict(step.field, step.winner);
    else if (step.kind === 'parked') this.#parked(step.side, step.field);
    else if (step.kind === 'same') this.#same(step.side, step.field);
    else if (step.kind === 'crossed') this.#crossed();
    else if (step.kind === 'revert') this.#revert(step.field);
    else this.#change(step.side, step.field);
  }

  #insert(side: Side): void {
    const at = this.#tick();
    const row: Row = { id: '1', a: this.#value(side, at), b: this.#value(side, at) };
    this.#set(side, row, at);
    const applied = this.#tick();
    this.#set(otherSide(side), row, applied);
    this.#line({ side, op: 'insert', commitTime: at, appliedAt: applied, after: row, targetAfter: row });
  }

  #change(side: Side, field: string): void {
    const { at, before, after } = this.#write(side, field);
    const applied = this.#tick();
    const target = this.#rows[otherSide(side)] as Row;
    this.#set(otherSide(side), after, applied);
    this.#line({
      side,
      commitTime: at,
      appliedAt: applied,
      before,
      after,
      targetBefore: target,
      targetAfter: after,
      changed: [field],
    });
  }

  #conflict(field: string, winner: Side): void {
    const written = { left: this.#write('left', field), right: this.#write('right', field) };
    const both = { left: this.#rows.left as Row, right: this.#rows.right as Row };
    const applied = this.#tick();
    const value = both[winner][field] ?? null;
    const loser = otherSide(winner);
    const settled = { ...both[loser], [field]: value };
    this.#set(loser, settled, applied);
    for (const side of ['left', 'right'] as const) {
      const { at, before, after } = written[side];
      const other = otherSide(side);
      this.#line({
        side,
        commitTime: at,
        appliedAt: applied,
        status: 'resolved',
        code: 'CONFLICT_RESOLVED',
        before,
        after,
        targetBefore: both[other],
        targetAfter: this.#rows[other],
        changed: [field],
        conflict: {
          base: before,
          ...both,
          fields: [
            {
              left: field,
              right: field,
              rule: 'prefer',
              winner,
              why: 'So the rule says.',
              stands: { left: value, right: value },
            },
          ],
        },
      });
    }
  }

  #parked(side: Side, field: string): void {
    const { at, before, after } = this.#write(side, field);
    const target = this.#rows[otherSide(side)] as Row;
    this.#tick();
    const applied = this.#tick();
    this.#set(otherSide(side), after, applied);
    this.#line({
      side,
      commitTime: at,
      appliedAt: applied,
      before,
      after,
      targetBefore: target,
      targetAfter: after,
      changed: [field],
    });
  }

  #same(side: Side, field: string): void {
    const { at, before, after } = this.#write(side, field);
    const other = otherSide(side);
    const theirs = this.#rows[other] as Row;
    const second = this.#tick();
    this.#set(other, after, second);
    this.writers.set(`${other} ${after[field]}`, { side: other, at: second });
    const found = {
      status: 'unchanged' as const,
      targetBefore: theirs,
      targetAfter: after,
      changed: [field],
    };
    this.#line({ side, commitTime: at, appliedAt: this.#tick(), before, after, ...found });
    this.#line({ side: other, commitTime: second, appliedAt: this.#tick(), before: theirs, after, ...found });
  }

  #crossed(): void {
    const left = this.#write('left', 'a');
    const right = this.#write('right', 'b');
    const both = { left: this.#rows.left as Row, right: this.#rows.right as Row };
    const settled: Row = { ...both.left, b: right.after.b ?? null };
    const appliedAt = this.#tick();
    this.#set('left', settled, appliedAt);
    this.#set('right', settled, appliedAt);
    const line = (side: Side, { at, before, after }: typeof left, changed: string) =>
      this.#line({
        ...{ side, commitTime: at, appliedAt, before, after, changed: [changed] },
        targetBefore: both[otherSide(side)],
        targetAfter: settled,
      });
    line('left', left, 'a');
    line('right', right, 'b');
  }

  #revert(field: string): void {
    const now = this.#rows.left as Row;
    const was = this.truth.findLast(({ rows }) => rows.left !== null && rows.left[field] !== now[field]);
    const value = was?.rows.left?.[field];
    if (value === undefined) return;
    const appliedAt = this.#tick();
    const before = { left: this.#rows.left as Row, right: this.#rows.right as Row };
    const after = { ...now, [field]: value };
    this.#set('left', after, appliedAt);
    this.#set('right', after, appliedAt);
    this.#line({
      ...{ side: 'left', commitTime: this.#now - 1, appliedAt, cause: 'revert', operationId: 'op' },
      ...{ before: before.left, after, targetBefore: before.right, targetAfter: after, changed: [field] },
    });
  }

  #delete(side: Side): void {
    const at = this.#tick();
    const before = this.#rows[side];
    this.#set(side, null, at);
    const applied = this.#tick();
    const target = this.#rows[otherSide(side)];
    this.#set(otherSide(side), null, applied);
    this.#line({ side, op: 'delete', commitTime: at, appliedAt: applied, before, targetBefore: target });
  }

  #write(side: Side, field: string): { at: number; before: Row; after: Row } {
    const at = this.#tick();
    const before = this.#rows[side] as Row;
    const after = { ...before, [field]: this.#value(side, at) };
    this.#set(side, after, at);
    return { at, before, after };
  }

  #value(side: Side, at: number): string {
    this.#values += 1;
    const value = `v${this.#values}`;
    for (const place of ['left', 'right']) this.writers.set(`${place} ${value}`, { side, at });
    return value;
  }

  #tick(): number {
    this.#now += 1;
    return this.#now;
  }

  #set(side: Side, row: Row | null, at: number): void {
    this.#rows = { ...this.#rows, [side]: row };
    this.truth.push({ at, rows: this.#rows });
  }

  #remember(): void {
    this.truth.push({ at: this.#now, rows: this.#rows });
  }

  #line(rest: Partial<LedgerRow> & Pick<LedgerRow, 'side' | 'commitTime' | 'appliedAt'>): void {
    this.#seq += 1;
    this.lines.push({
      seq: String(this.#seq),
      workspaceId: 'w',
      issueId: null,
      laneId: 'f:l-m-r',
      flowId: 'f',
      version: 1,
      position: String(this.#seq).padStart(8, '0'),
      ordinal: 0,
      capturedAt: rest.commitTime,
      op: 'update',
      status: 'applied',
      code: null,
      detail: '',
      recordKey: '["1"]',
      before: null,
      after: null,
      targetBefore: null,
      targetAfter: null,
      changed: [],
      cause: 'live',
      conflict: null,
      operationId: null,
      ...rest,
      commitTime: rest.commitTime + this.#clocks[rest.side],
    });
  }
}
