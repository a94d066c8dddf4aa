import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otherSide, type Side } from '../change/change-event.ts';
import type { DecideField } from '../conflict/decision.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Row, Value } from '../values/value.ts';
import { planRevert } from './plan-revert.ts';
import type { PlanLane, RecordPlan } from './record-plan.ts';

type Rows = Record<Side, Row | null>;

/** The right side writes an `r` before every value, so that a value of the wrong side shows. */
const to: DecideField['to'] = {
  right: (value) => value && `r${value}`,
  left: (value) => value?.replace(/^r/, '') ?? null,
};
const field = (name: string, more: Partial<DecideField> = {}): DecideField => ({
  ...{
    left: name,
    right: name.toUpperCase(),
    direction: 'both',
    rule: { kind: 'hold' },
    key: false,
    merge: null,
    to,
  },
  same: (left, right) => to.right(left) === right,
  normal: { left: (value) => value, right: (value) => value },
  digest: { left: (value) => `${value}`, right: (value) => `${value}` },
  ...more,
});
const lane = (more: Partial<PlanLane> = {}): PlanLane => ({
  id: 'lane',
  direction: 'both',
  rule: { kind: 'hold' },
  deletes: { carry: 'both', againstUpdate: 'update' },
  first: { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: 'left' } },
  fields: [field('id', { key: true }), field('a'), field('b')],
  ...more,
});

const nameOn = (side: Side, name: string) => (side === 'left' ? name : name.toUpperCase());
const convert = (from: Side, row: Row | null): Row | null =>
  row &&
  Object.fromEntries(
    ['id', 'a', 'b'].map((name) => [
      nameOn(otherSide(from), name),
      to[otherSide(from)](row[nameOn(from, name)] ?? null),
    ]),
  );

/** Two sides of one record, and the ledger's lines of what happened to it. */
class History {
  rows: Rows = { left: null, right: null };
  readonly lines: LedgerRow[] = [];
  /** Both sides before each line. */
  readonly before: Rows[] = [];

  change(side: Side, after: Row | null, more: Partial<LedgerRow> = {}): LedgerRow {
    const before = this.rows[side];
    const to = otherSide(side);
    const targetBefore = this.rows[to];
    const targetAfter = convert(side, after);
    this.before.push({ ...this.rows });
    this.rows = { ...this.rows, [side]: after, [to]: targetAfter };
    return this.#line({ side, before, after, targetBefore, targetAfter, ...more });
  }

  /** Both sides change one field before either is carried, and one of them wins. */
  collide(name: string, values: Record<Side, string>, winner: Side): void {
    const { left, right } = this.rows;
    if (!left || !right) return;
    const changed = {
      left: { ...left, [name]: values.left },
      right: { ...right, [name.toUpperCase()]: `r${values.right}` },
    };
    const settled = winner === 'left' ? convert('left', changed.left) : convert('right', changed.right);
    const after =
      winner === 'left' ? { left: changed.left, right: settled } : { left: settled, right: changed.right };
    const appliedAt = this.lines.length + 2;
    this.before.push({ ...this.rows }, { ...this.rows });
    for (const side of ['left', 'right'] as const) {
      const to = otherSide(side);
      this.#line({
        ...{ side, before: this.rows[side], after: changed[side] },
        ...{ targetBefore: changed[to], targetAfter: after[to], status: 'resolved', appliedAt },
      });
    }
    this.rows = after;
  }

  #line(more: Partial<LedgerRow>): LedgerRow {
    const seq = this.lines.length + 1;
    const { before = null, after = null } = more;
    const names = Object.keys(after ?? before ?? {});
    const line = {
      ...{
        seq: String(seq),
        appliedAt: seq,
        commitTime: seq * 1e6,
        cause: 'live',
        status: 'applied',
        conflict: null,
      },
      op: before ? (after ? 'update' : 'delete') : 'insert',
      changed: before && after ? names.filter((name) => before[name] !== after[name]) : names,
      ...more,
    } as LedgerRow;
    this.lines.push(line);
    return line;
  }
}

function revert(
  history: History,
  chosen: LedgerRow[],
  sides: 'both' | Side = 'both',
  on = lane(),
): RecordPlan {
  const first = history.lines.findIndex(({ seq }) => chosen.some((line) => line.seq === seq));
  const record = {
    ...{
      laneId: 'lane',
      recordKey: '["1"]',
      from: null,
      selected: chosen,
      since: history.lines.slice(first),
      now: history.rows,
    },
  };
  return planRevert({ kind: 'revert', sides }).plan(record, on);
}

function applied(now: Rows, plan: RecordPlan): Rows {
  if (plan.kind !== 'write') return now;
  const after = { ...now };
  for (const side of ['left', 'right'] as const) {
    const set = plan[side];
    if (set !== undefined) after[side] = set && { ...now[side], ...set };
  }
  return after;
}

const row = (a: Value, b: Value = 'b'): Row => ({ id: '1', a, b });
const rightRow = (a: string, b = 'b'): Row => ({ ID: 'r1', A: `r${a}`, B: `r${b}` });

function begun(): History {
  const history = new History();
  history.change('left', row('one'));
  return history;
}

describe('a revert', () => {
  test('takes a change back on both sides, each to what it held', () => {
    const history = begun();
    const line = history.change('left', row('two'));
    expect(revert(history, [line])).toMatchObject({
      kind: 'write',
      left: { a: 'one' },
      right: { A: 'rone' },
    });
  });

  test('leaves what somebody has changed since, and says what stands there', () => {
    const history = begun();
    const line = history.change('left', { ...row('two'), b: 'B2' });
    history.change('right', rightRow('three', 'B2'));
    const plan = revert(history, [line]);
    expect(plan).toMatchObject({ kind: 'write', left: { b: 'b' }, right: { B: 'rb' } });
    expect(plan.kind === 'write' && plan.detail).toContain(
      'a stays: somebody on the right side changed it later.',
    );
    const unseen = begun();
    const other = unseen.change('left', row('two'));
    unseen.rows.right = rightRow('unseen');
    unseen.rows.left = row('unseen');
    expect(revert(unseen, [other])).toMatchObject({
      kind: 'refused',
      code: 'CHANGED_SINCE',
      detail: expect.stringContaining('"runseen" stands on the right side'),
    });
  });

  test('makes a deleted record again, and takes a made one away if it is untouched', () => {
    const history = begun();
    const deleted = history.change('left', null);
    expect(revert(history, [deleted])).toMatchObject({ left: row('one'), right: rightRow('one') });
    const made = begun();
    const [insert] = made.lines as [LedgerRow];
    expect(revert(made, [insert])).toMatchObject({ kind: 'write', left: null, right: null });
    made.change('right', rightRow('mine'));
    expect(revert(made, [insert])).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
  });

  test('takes back what stands again since a later change was reverted', () => {
    const history = begun();
    const [insert] = history.lines as [LedgerRow];
    const first = history.change('left', row('two'));
    history.change('right', rightRow('three'));
    expect(revert(history, [first])).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
    const back = history.change('left', row('two'), { cause: 'revert', operationId: 'o' });
    expect(revert(history, [first])).toMatchObject({
      kind: 'write',
      left: { a: 'one' },
      right: { A: 'rone' },
    });
    expect(revert(history, [insert])).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
    expect(revert(history, [insert, first])).toMatchObject({ kind: 'write', left: null, right: null });
    // The revert itself is taken back, and what it had brought stands no more.
    expect(revert(history, [back])).toMatchObject({ left: { a: 'three' }, right: { A: 'rthree' } });
    history.change('left', row('three'), { cause: 'revert', operationId: 'p' });
    expect(revert(history, [first])).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
    // Gone and made again by reverts, it is as it was made.
    const made = begun();
    made.change('left', null, { cause: 'revert', operationId: 'o' });
    made.change('left', row('one'), { cause: 'revert', operationId: 'p' });
    expect(revert(made, made.lines.slice(0, 1))).toMatchObject({ kind: 'write', left: null, right: null });
    made.change('right', rightRow('mine'));
    expect(revert(made, made.lines.slice(0, 1))).toMatchObject({ kind: 'refused' });
  });

  test('of one side’s part in a conflict lets the other side’s change stand on both', () => {
    const history = begun();
    history.collide('a', { left: 'from left', right: 'from right' }, 'left');
    const [left, right] = history.lines.slice(1) as [LedgerRow, LedgerRow];
    expect(applied(history.rows, revert(history, [left]))).toEqual({
      left: row('from right'),
      right: rightRow('from right'),
    });
    expect(revert(history, [right])).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
    expect(applied(history.rows, revert(history, [left, right]))).toEqual({
      left: row('one'),
      right: rightRow('one'),
    });
  });

  test('of one side of a two-way lane brings the like of it to the other one', () => {
    const history = begun();
    const line = history.change('left', row('two'));
    // What the right side held before is not just the like of what the left one held.
    line.targetBefore = { ...line.targetBefore, A: 'rONE' };
    expect(revert(history, [line])).toMatchObject({ left: { a: 'one' }, right: { A: 'rone' } });
    expect(revert(history, [line], 'left')).toMatchObject({ left: { a: 'one' }, right: { A: 'rone' } });
    expect(revert(history, [line], 'right')).toMatchObject({ left: { a: 'ONE' }, right: { A: 'rONE' } });
  });

  test('of a one-way lane writes to its target alone', () => {
    const history = begun();
    const line = history.change('left', row('two'));
    const oneWay = lane({ direction: 'forward' });
    const plan = revert(history, [line], 'both', oneWay);
    expect(plan).toMatchObject({ kind: 'write', right: { A: 'rone' } });
    expect(plan).not.toHaveProperty('left');
    expect(revert(history, [line], 'left', oneWay)).toMatchObject({
      kind: 'refused',
      code: 'NOT_REVERTIBLE',
    });
  });

  test('is refused where the ledger does not hold what it takes', () => {
    const history = begun();
    const line = history.change('left', row('two'), { targetBefore: null, targetAfter: null });
    expect(revert(history, [line])).toMatchObject({ kind: 'refused', code: 'NOT_REVERTIBLE' });
    const renamed = begun();
    const key = renamed.change('left', { ...row('one'), id: '2' });
    expect(revert(renamed, [key])).toMatchObject({ kind: 'refused', code: 'NOT_REVERTIBLE' });
  });
});

const value = fc.constantFrom('x', 'y', 'z', null);
const side = fc.constantFrom<Side>('left', 'right');
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('set' as const), side, name: fc.constantFrom('a', 'b'), value }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), side }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('collide' as const), winner: side, name: fc.constantFrom('a', 'b') },
      values: fc.record({ left: fc.constantFrom('p', 'q'), right: fc.constantFrom('s', 't') }),
    }),
  },
);

function play(steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): History {
  const history = begun();
  for (const each of steps) {
    if (each.kind === 'collide') history.collide(each.name, each.values, each.winner);
    else if (each.kind === 'delete') {
      if (history.rows[each.side]) history.change(each.side, null);
    } else {
      const name = nameOn(each.side, each.name);
      const set = each.side === 'left' ? each.value : to.right(each.value);
      const now = history.rows[each.side] ?? (each.side === 'left' ? row('new') : rightRow('new'));
      if (history.rows[each.side]?.[name] !== set) history.change(each.side, { ...now, [name]: set });
    }
  }
  return history;
}

describe('over any history, a revert', () => {
  const steps = fc.array(step, { maxLength: 8 });

  test('of everything since a moment comes to what stood at that moment', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (taken, from) => {
        const history = play(taken);
        // The two lines of a conflict are one moment.
        let first = from % history.lines.length;
        if (history.lines[first]?.appliedAt === history.lines[first - 1]?.appliedAt) first -= 1;
        const plan = revert(history, history.lines.slice(first));
        expect(applied(history.rows, plan)).toEqual(history.before[first]);
      }),
    );
  });

  test('of any lines leaves both sides agreed, alters nothing that was changed later, and is done once', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.boolean()), (taken, picks) => {
        const history = play(taken);
        const chosen = history.lines.filter(() => picks.next().value);
        if (chosen.length === 0) return;
        const plan = revert(history, chosen);
        const after = applied(history.rows, plan);
        expect(after.right).toEqual(convert('left', after.left));
        const last = history.lines.at(-1) as LedgerRow;
        const settled = history.lines.filter(({ appliedAt }) => appliedAt === last.appliedAt);
        if (!settled.some((line) => chosen.includes(line)) && last.op === 'update') {
          for (const name of last.changed)
            expect(after[last.side]?.[name]).toEqual(history.rows[last.side]?.[name]);
        }
        if (plan.kind !== 'write') expect(after).toEqual(history.rows);
      }),
    );
  });
});
