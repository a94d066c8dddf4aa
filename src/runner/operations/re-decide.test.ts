import { afterEach, describe, expect, test } from 'vitest';
import type { ReDecide } from '#core/operations/bulk-action.ts';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

// The right side writes last; on a busy machine the two clocks may be known too badly to tell.
const newest = { kind: 'newest', tie: 'right' } as const;
const redecide = (more: Partial<ReDecide>): ReDecide => ({ kind: 're-decide', ...more });

/** A two-way flow whose rule prefers the left side; money is cents on the left, a name is two fields there. */
async function start(label: string, conflict: object = {}): Promise<Flow> {
  const made = await flowOnDatabases(label, {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name text, cents int, first text, last text);
      ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l SELECT i, 'n' || i, i * 100, 'Ada', 'L' || i FROM generate_series(1, 30) i`,
    rightSql: `CREATE TABLE r (id bigint PRIMARY KEY, title varchar(40), euros numeric(12,2), person text);
      ALTER TABLE r REPLICA IDENTITY FULL;
      INSERT INTO r SELECT i, 'n' || i, i, 'L' || i || ', Ada' FROM generate_series(1, 30) i`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: [
            { left: 'id', right: 'id' },
            { left: 'name', right: 'title' },
            { left: 'cents', right: 'euros', transform: { forward: [{ kind: 'scale', divisor: '100' }] } },
            {
              left: 'first',
              right: 'person',
              also: { left: ['last'] },
              transform: { forward: [{ kind: 'template', text: '{last}, {first}' }] },
            },
          ],
        },
        conflict: { rule: { kind: 'prefer', side: 'left' }, ...conflict },
      },
    ],
  });
  flow = made;
  await made.start();
  return made;
}

/** Both sides write while nothing is carried: the left side first. */
async function clash(made: Flow, left: string, right: string): Promise<void> {
  await made.stop();
  await made.left.query(left);
  await made.right.query(right);
  await made.start();
}

const rows = (made: Flow, side: 'left' | 'right', columns: string) =>
  made[side].query<Record<string, string>>(
    `SELECT ${columns} FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`,
  );
const settled = (made: Flow) =>
  eventually('nothing waits', () =>
    made.status().every(({ pending }) => pending.reconcile === 0 && pending.parked === 0),
  );
const decided = (made: Flow, count: number) =>
  eventually(`${count} conflicts are decided`, async () => {
    const found = await made.store.query('SELECT FROM ledger_entry WHERE verdicts IS NOT NULL');
    return found.length === count;
  });

describe('conflicts are decided again', { timeout: 90_000 }, () => {
  test('by another rule: what it would have given, in each side’s own form, but where somebody came after', async () => {
    const made = await start('redecide_rule');
    await clash(
      made,
      `UPDATE l SET name = 'left ' || id, cents = 1234, first = 'Grace', last = 'H' WHERE id <= 20`,
      `UPDATE r SET title = 'right ' || id, euros = 99.95, person = 'T, Alan' WHERE id <= 20`,
    );
    await decided(made, 20);
    await made.right.query(`UPDATE r SET title = 'by hand' WHERE id IN (1, 2, 3)`);
    await eventually(
      'it is carried',
      async () => (await rows(made, 'left', 'name')).filter(({ name }) => name === 'by hand').length === 3,
    );
    const filter = { conflict: {} };
    const told = await bulkOnFlow(made, redecide({ rule: newest }), { filter, dryRun: true });
    const counts = { done: 17, nothing: 0, refused: 3, held: 0, parked: 0, failed: 0 };
    expect(told.ended).toMatchObject({
      records: 20,
      counts,
      reasons: [{ outcome: 'refused', code: 'CHANGED_SINCE', count: 3 }],
      effects: [
        ...['cents', 'first + last', 'name'].map((field) => ({ field, effect: 'changes', records: 17 })),
        ...['cents', 'first + last'].map((field) => ({ field, effect: 'beside', records: 3 })),
        { field: 'name', was: 'left', now: 'right', effect: 'touched', by: 'right', records: 3 },
      ],
    });
    expect(told.records.get('["2"]')?.detail).toBe(
      'name on the left side is "by hand" by now, not "left 2". title on the right side is "by hand" by now, not "left 2".',
    );
    const issues = () => made.store.query(`SELECT rule, state, records FROM issue WHERE kind = 'decision'`);
    expect(await issues()).toEqual([{ rule: 'prefer', state: 'open', records: 20 }]);
    const done = await bulkOnFlow(made, redecide({ rule: newest }), { filter });
    // None of its decisions stands any more, and those by a person's word are no issue.
    expect(await issues()).toEqual([{ rule: 'prefer', state: 'resolved', records: 20 }]);
    expect(done.ended).toMatchObject({ records: 20, counts });
    const left = await rows(made, 'left', 'id, name, cents, first, last');
    expect(left[9]).toEqual({ id: 10, name: 'right 10', cents: 9995, first: 'Alan', last: 'T' });
    expect(left[1]).toEqual({ id: 2, name: 'by hand', cents: 1234, first: 'Grace', last: 'H' });
    const right = await rows(made, 'right', 'id::int, title, euros, person');
    expect(right[9]).toEqual({ id: 10, title: 'right 10', euros: '99.95', person: 'T, Alan' });
    expect(right[1]).toEqual({ id: 2, title: 'by hand', euros: '12.34', person: 'H, Grace' });
    const lines = await made.store.query<{ conflict: { replaces: string[] }; was: string }>(
      `SELECT e.conflict, old.record_key AS was FROM ledger_entry e
       JOIN ledger_entry old ON e.conflict -> 'replaces' ? old.seq::text AND old.record_key = e.record_key
       WHERE e.cause = 're-decide' AND e.operation_id = $1 AND e.verdicts IS NOT NULL`,
      [done.id],
    );
    expect(lines).toHaveLength(17);
    // Once more changes nothing; back by the rule that was in force, where nobody came after, is as it was.
    const again = await bulkOnFlow(made, redecide({ rule: newest }), {
      filter: { ...filter, cause: 'live' },
    });
    expect(again.ended).toMatchObject({ counts: { done: 0, nothing: 17, refused: 3 } });
    const back = await bulkOnFlow(made, redecide({ rule: { kind: 'prefer', side: 'left' } }), {
      filter: { ...filter, cause: 're-decide' },
    });
    expect(back.ended).toMatchObject({ counts: { done: 17 } });
    expect((await rows(made, 'right', 'title'))[9]).toEqual({ title: 'left 10' });
    await settled(made);
  });

  test('for one field alone; a rule for deletes against updates brings records back, and lets them go', async () => {
    const made = await start('redecide_deletes', { deletes: { carry: 'both', againstUpdate: 'delete' } });
    await clash(
      made,
      `UPDATE l SET name = 'left ' || id, cents = 1 WHERE id <= 2; DELETE FROM l WHERE id BETWEEN 3 AND 5`,
      `UPDATE r SET title = 'right ' || id, euros = 5 WHERE id <= 5`,
    );
    await decided(made, 5);
    expect(await rows(made, 'right', 'id')).toHaveLength(27);
    const filter = { conflict: {} };
    const one = await bulkOnFlow(made, redecide({ fields: { cents: newest } }), { filter });
    expect(one.ended).toMatchObject({ counts: { done: 2, nothing: 3 } });
    expect((await rows(made, 'left', 'name, cents'))[0]).toEqual({ name: 'left 1', cents: 500 });
    const kept = await bulkOnFlow(made, redecide({ deletes: 'update' }), { filter });
    expect(kept.ended).toMatchObject({ counts: { done: 3, nothing: 2 } });
    expect((await rows(made, 'left', 'id, name, cents, last'))[3]).toEqual({
      id: 4,
      name: 'right 4',
      cents: 500,
      last: 'L4',
    });
    expect(await rows(made, 'right', 'id')).toHaveLength(30);
    await made.left.query(`UPDATE l SET name = 'mine' WHERE id = 5`);
    await eventually('it is carried', async () => (await rows(made, 'right', 'title'))[4]?.title === 'mine');
    const gone = await bulkOnFlow(made, redecide({ deletes: 'delete' }), { filter });
    expect(gone.ended).toMatchObject({ counts: { done: 2, nothing: 2, refused: 1 } });
    expect(await rows(made, 'left', 'id')).toHaveLength(28);
    await settled(made);
  });

  test('a person decides between the candidates of then; another change waits with it, a newer value makes it void', async () => {
    const made = await start('redecide_hold');
    await clash(
      made,
      `UPDATE l SET name = 'left ' || id WHERE id <= 3`,
      `UPDATE r SET title = 'right ' || id WHERE id <= 3`,
    );
    await decided(made, 3);
    const filter = { conflict: {} };
    const held = await bulkOnFlow(made, redecide({ rule: { kind: 'hold' } }), { filter });
    expect(held.ended).toMatchObject({ counts: { held: 3 } });
    expect(made.status()[0]?.pending.held).toBe(3);
    await made.stop();
    await made.start();
    await made.left.query(`UPDATE l SET cents = 700 WHERE id = 1`);
    await made.right.query(`UPDATE r SET title = 'newer' WHERE id = 2`);
    await eventually(
      'what is newer stands',
      async () => (await rows(made, 'left', 'name'))[1]?.name === 'newer',
    );
    await eventually('two wait', () => made.status()[0]?.pending.held === 2);
    expect((await rows(made, 'right', 'title, euros'))[0]).toEqual({ title: 'left 1', euros: '1.00' });
    const decision = { fields: { name: 'right' }, record: null, by: 'Ada', at: 1 };
    await made.store.query(`UPDATE pending_record SET decision = $1, "retryAt" = now()`, [decision]);
    await made.engine.refreshPending();
    await eventually(
      'the person is heard',
      async () => (await rows(made, 'left', 'name'))[0]?.name === 'right 1',
    );
    await settled(made);
    await eventually('none waits', () => made.status()[0]?.pending.held === 0);
    expect((await rows(made, 'right', 'title, euros')).slice(0, 3)).toEqual([
      { title: 'right 1', euros: '7.00' },
      { title: 'newer', euros: '2.00' },
      { title: 'right 3', euros: '3.00' },
    ]);
    const lines = await made.store.query(
      `SELECT status, verdicts FROM ledger_entry WHERE cause = 're-decide' AND record_key = '["3"]'`,
    );
    expect(lines).toEqual([
      { status: 'resolved', verdicts: [{ left: 'name', rule: 'hold', winner: 'right', by: 'Ada' }] },
    ]);
  });
});
