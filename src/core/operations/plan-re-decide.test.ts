import { describe, expect, test } from 'vitest';
import { decideField } from '#testing/decide-fixtures.ts';
import { again, decided, laneWith, leftBy, line, type Rows } from '#testing/re-decide-fixtures.ts';
import { type CodeQuestion, Unanswered } from '../conflict/code-answers.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import type { PlanLane } from './record-plan.ts';

const prefer = (winner: 'left' | 'right'): Rule => ({ kind: 'prefer', side: winner });

/** Both sides changed `text`, and the left side won. */
function leftWon() {
  const lane = laneWith({ text: prefer('left') });
  const same = { whole: '1', price: '1.10', tags: '{}' };
  const right = { whole_r: '1', price_r: '1.1000', tags_r: '{}' };
  const from = {
    base: { kind: 'values' as const, side: 'left' as const, row: { id: '1', text: 'old', ...same } },
    left: { id: '1', text: 'L', ...same },
    right: { id_r: '1', text_r: 'R', ...right },
    touched: { left: { text: 10 }, right: { text: 20 } },
  };
  const decision = decided(lane, from);
  if (decision?.kind !== 'write' || !decision.account) throw new Error('no conflict');
  return { lane, account: decision.account, now: leftBy(from, decision) };
}

test('a re-decision tells the conflict anew, and which line it replaces', () => {
  const { lane, account, now } = leftWon();
  const told = line(account);
  expect(again({ rule: { kind: 'newest', tie: 'left' } }, lane, [told], now)).toEqual({
    kind: 'write',
    left: { text: 'R' },
    right: { text_r: 'R' },
    detail: 'text: The right side changed later, by 10 µs.',
    effects: [{ field: 'text', was: 'left', now: 'right', effect: 'changes', by: null }],
    account: expect.objectContaining({
      left: account.left,
      right: account.right,
      version: 2,
      replaces: [told.seq],
      fields: [
        expect.objectContaining({
          left: 'text',
          rule: 'newest',
          winner: 'right',
          stands: { left: 'R', right: 'R' },
        }),
      ],
    }),
  });
});

test('what was decided again is decided from there: whichever of its lines was chosen', () => {
  const { lane, account, now } = leftWon();
  const [one, other] = [line(account, { appliedAt: 7 }), line(account, { appliedAt: 7, side: 'right' })];
  const first = again({ rule: prefer('right') }, lane, [other], now, [one, other]);
  if (first.kind !== 'write' || !first.account) throw new Error(first.kind);
  const replacing = line(first.account, { cause: 're-decide' });
  const then = leftBy(now, first);
  const since = [one, other, replacing];
  expect(again({ rule: prefer('right') }, lane, [one], then, since)).toMatchObject({ kind: 'nothing' });
  expect(again({ rule: prefer('left') }, lane, [one], then, since)).toMatchObject({
    kind: 'write',
    right: { text_r: 'L' },
    account: { replaces: [replacing.seq] },
  });
});

describe('what it comes to for a field', () => {
  const effectOf = (rule: Rule, touch: Partial<Rows>, later: Parameters<typeof line>[1] | null = null) => {
    const { lane, account, now } = leftWon();
    const told = line(account);
    const since = later ? [told, line(null, { status: 'applied', changed: ['text'], ...later })] : [told];
    return again({ rule }, lane, [told], { ...now, ...touch }, since).effects;
  };
  const touch = { left: { id: '1', text: 'new' }, right: { id_r: '1', text_r: 'new' } };

  test.each([
    ['it comes to what stands', prefer('left'), {}, null, { now: 'left', effect: 'same', by: null }],
    ['a person decides', { kind: 'hold' } as const, {}, null, { now: 'held', effect: 'held', by: null }],
    ['touched, and no line tells', prefer('right'), touch, null, { effect: 'touched', by: null }],
    ['touched on a side', prefer('right'), touch, {}, { effect: 'touched', by: 'left' }],
    ['touched by an operation', prefer('right'), touch, { operationId: 'op1' }, { by: 'operation op1' }],
    ['another field was changed', prefer('right'), touch, { changed: ['price'] }, { by: null }],
  ])('%s', (_, rule, rows, later, effect) => {
    expect(effectOf(rule, rows, later)).toEqual([
      expect.objectContaining({ field: 'text', was: 'left', ...effect }),
    ]);
  });
});

test('fields that no rule is given for stay as they were decided', () => {
  const { lane, account, now } = leftWon();
  expect(again({ fields: { price: prefer('right') } }, lane, [line(account)], now)).toMatchObject({
    kind: 'nothing',
  });
  expect(again({ deletes: 'delete' }, lane, [line(account)], now)).toMatchObject({ kind: 'nothing' });
});

test('a person is asked where the new rule says so', () => {
  const { lane, account, now } = leftWon();
  expect(again({ rule: { kind: 'hold' } }, lane, [line(account)], now)).toMatchObject({
    kind: 'hold',
    account: { fields: [{ left: 'text', winner: 'held' }] },
  });
});

describe('what the account lacks', () => {
  const older = (account: ConflictAccount): ConflictAccount => ({
    ...account,
    clock: undefined,
    fields: account.fields.map(({ times, base, stands, ...rest }) => rest),
  });
  const thrown = (rule: Rule, change: (account: ConflictAccount) => ConflictAccount) => {
    const { lane, account, now } = leftWon();
    try {
      return again({ rule }, lane, [line(change(account))], now).kind;
    } catch (error) {
      return error instanceof SyncError ? `${error.code}: ${error.message}` : error;
    }
  };

  test('a rule that needs times is refused without them, one that does not is not', () => {
    expect(thrown({ kind: 'newest', tie: 'left' }, older)).toMatch(
      /^CANNOT_REDECIDE: text .*when each side made/,
    );
    expect(thrown({ kind: 'oldest', tie: 'left' }, older)).toMatch(/^CANNOT_REDECIDE/);
    expect(thrown(prefer('right'), older)).toBe('write');
  });
  test('a merge is refused without what was agreed on before', () => {
    const noBase = (account: ConflictAccount) => ({
      ...account,
      fields: account.fields.map(({ base, ...rest }) => rest),
    });
    expect(thrown({ kind: 'merge', tie: 'left' }, noBase)).toMatch(/agreed on before/);
  });
  test('values that are not kept', () => {
    expect(thrown(prefer('right'), (account) => ({ ...account, right: { id_r: '1' } }))).toMatch(
      /both values/,
    );
  });
  test('a conflict between two records', () => {
    const unique = (account: ConflictAccount) => ({
      ...account,
      fields: account.fields.map((field) => ({ ...field, scope: 'unique' as const })),
    });
    expect(thrown(prefer('right'), unique)).toMatch(/between two records/);
  });
  test('a field that is not carried both ways any more', () => {
    const { account, now } = leftWon();
    const without = laneWith({}, { fields: [decideField('id', { key: true })] });
    expect(() => again({ rule: prefer('right') }, without, [line(account)], now)).toThrow(/does not carry/);
    const oneWay = laneWith({}, { fields: [decideField('text', { direction: 'forward' })] });
    expect(() => again({ rule: prefer('right') }, oneWay, [line(account)], now)).toThrow(/one way/);
  });
});

test('whole rows are decided again as whole rows', () => {
  const lane = laneWith({});
  const rows = {
    left: { id: '1', text: 'L', whole: '1', price: '1.00', tags: '{}' },
    right: { id_r: '1', text_r: 'x', whole_r: '5', price_r: '1.0000', tags_r: '{}' },
  };
  const decision = decided(lane, {
    ...rows,
    touched: { left: { text: 20 }, right: { whole: 10 } },
    whole: { ...rows, why: 'Refused.' },
  });
  if (decision?.kind !== 'write' || !decision.account) throw new Error('no conflict');
  const now = leftBy(rows, decision);
  expect(now.right).toMatchObject({ text_r: 'L', whole_r: '1' });
  const plan = again({ rule: { kind: 'oldest', tie: 'left' } }, lane, [line(decision.account)], now);
  expect(leftBy(now, plan)).toEqual({
    left: { ...rows.left, text: 'x', whole: '5' },
    right: rows.right,
  });
});

describe('a delete against an update', () => {
  const lane = (againstUpdate: 'update' | 'delete' | 'hold') =>
    laneWith({}, { deletes: { carry: 'both', againstUpdate } });
  const alive = { id: '1', text: 'L', whole: '1', price: '1.00', tags: '{}' };
  const made = { id_r: '1', text_r: 'L', whole_r: '1', price_r: '1.00', tags_r: '{}' };
  const gone = (againstUpdate: 'update' | 'delete') => {
    const from = {
      left: alive,
      right: null,
      base: { kind: 'values' as const, side: 'left' as const, row: { ...alive, text: 'old' } },
      touched: { left: { text: 5 }, right: { '*': 9 } },
    };
    const decision = decided(lane(againstUpdate), from);
    if (decision?.kind !== 'write' || !decision.account) throw new Error('no conflict');
    return { selected: [line(decision.account)], now: leftBy(from, decision) };
  };

  test('kept then, let go now', () => {
    const { selected, now } = gone('update');
    expect(again({ deletes: 'delete' }, lane('update'), selected, now)).toMatchObject({
      kind: 'write',
      left: null,
      right: null,
      effects: [{ field: '*', was: 'left', now: 'right', effect: 'changes' }],
      account: { fields: [{ left: '*', winner: 'right' }] },
    });
    const edited = { ...now, right: { ...now.right, text_r: 'new' } };
    expect(again({ deletes: 'delete' }, lane('update'), selected, edited)).toMatchObject({
      kind: 'refused',
      code: 'CHANGED_SINCE',
      effects: [{ field: '*', effect: 'touched', by: null }],
      detail: expect.stringContaining('text_r on the right side is "new" by now, not "L"'),
    });
  });

  test('let go then, kept now: both sides have it again', () => {
    const { selected, now } = gone('delete');
    expect(now).toEqual({ left: null, right: null });
    expect(again({ deletes: 'update' }, lane('delete'), selected, now)).toMatchObject({
      kind: 'write',
      left: alive,
      right: { ...made, price_r: expect.any(String) },
    });
    expect(
      again({ deletes: 'update' }, lane('delete'), selected, { left: alive, right: null }),
    ).toMatchObject({
      kind: 'refused',
      detail: 'The left side has the record again.',
    });
  });

  test('the rule that was in force changes nothing, another field rule neither', () => {
    for (const inForce of ['update', 'delete'] as const) {
      const { selected, now } = gone(inForce);
      expect(again({ deletes: inForce }, lane(inForce), selected, now).kind).toBe('nothing');
      expect(again({ rule: prefer('left') }, lane(inForce), selected, now).kind).toBe('nothing');
    }
  });

  test('a person is asked; a lane that carries no deletes lets none go', () => {
    const { selected, now } = gone('update');
    expect(again({ deletes: 'hold' }, lane('update'), selected, now)).toMatchObject({
      kind: 'hold',
      account: { fields: [{ winner: 'held' }] },
    });
    const none = laneWith({}, { deletes: { carry: 'none', againstUpdate: 'update' } });
    expect(again({ deletes: 'delete' }, none, selected, now).kind).toBe('nothing');
  });
});

test('lines without a conflict are nothing to decide', () => {
  expect(again({ rule: prefer('left') }, laneWith({}), [line(null)], { left: null, right: null }).kind).toBe(
    'nothing',
  );
});

test('code decides again by what it is told of the conflict then: what it makes, what it holds, what it fails for', () => {
  const { lane, account, now } = leftWon();
  const rule = { kind: 'code' as const, node: 'm' };
  const by = (answers?: PlanLane['answers']) => {
    const asked = answers ? { ...lane, answers } : lane;
    return again({ rule }, asked, [line(account)], now);
  };
  const questions: CodeQuestion[] = [];
  const both = by((question) => {
    questions.push(question);
    return { kind: 'value', value: 'L and R' };
  });
  expect(questions[0]).toEqual({
    node: 'm',
    conflict: { field: 'text', base: 'old', left: 'L', right: 'R' },
  });
  expect(both).toMatchObject({ kind: 'write', left: { text: 'L and R' }, right: { text_r: 'L and R' } });
  expect(by(() => ({ kind: 'hold' }))).toMatchObject({ kind: 'hold' });
  const failure = { code: 'CODE_TIMEOUT' as const, message: 'too long', module: null, line: 2, column: 1 };
  expect(() => by(() => ({ kind: 'failed', failure }))).toThrow(/too long \(line 2 of m\)/);
  // Whoever decides asks what was not asked yet, and decides again.
  expect(() => by(() => undefined)).toThrow(Unanswered);
});
