import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const table = (name: string) => `
  CREATE TABLE ${name} (id int PRIMARY KEY, name text, code text UNIQUE);
  ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

const start = async (label: string, more: { rightSql?: string; breaks?: () => boolean } = {}) => {
  flow = await flowOnDatabases(label, {
    leftSql: table('l'),
    rightSql: table('r') + (more.rightSql ?? ''),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: ['id', 'name', 'code'].map((name) => ({ left: name, right: name })),
        },
        conflict: { breaker: 'off' },
      },
    ],
    faults: (point) => point === 'target before commit' && (more.breaks?.() ?? false),
  });
  await flow.start();
  return flow;
};

const ROWS = 15_000;
const count = async (running: Flow, where = 'true') =>
  Number((await running.right.query(`SELECT count(*)::int AS n FROM r WHERE ${where}`))[0]?.n);

/** Looks again and again until `over`, and notes every number of rows that was to be seen. */
async function watch(running: Flow, where: string, over: () => Promise<boolean>): Promise<Set<number>> {
  const seen = new Set<number>();
  while (!(await over())) {
    seen.add(await count(running, where));
    await sleep(5);
  }
  seen.add(await count(running, where));
  return seen;
}

describe('[E2] a transaction of many parts', () => {
  test('is never half to be seen, be it inserts, updates or deletes', { timeout: 180_000 }, async () => {
    const running = await start('whole');
    const steps = [
      { sql: `INSERT INTO l SELECT i, 'n', 'c' || i FROM generate_series(1, ${ROWS}) i`, where: 'true' },
      { sql: `UPDATE l SET name = 'new'`, where: `name = 'new'` },
      { sql: `DELETE FROM l`, where: 'false OR true', end: 0 },
    ];
    for (const { sql, where, end = ROWS } of steps) {
      await running.left.query(sql);
      const seen = await watch(running, where, async () => (await count(running, where)) === end);
      expect([...seen].filter((n) => n !== 0 && n !== ROWS)).toEqual([]);
    }
    const statuses = await running.store.query(
      'SELECT op, status, count(*)::int AS n FROM ledger_entry GROUP BY 1, 2 ORDER BY 1',
    );
    expect(statuses).toEqual(
      ['delete', 'insert', 'update'].map((op) => ({ op, status: 'applied', n: ROWS })),
    );
  });

  test('[E9] with a row that cannot go through leaves that one alone', { timeout: 120_000 }, async () => {
    const running = await start('whole_but_one', { rightSql: `ALTER TABLE r ADD CHECK (name <> 'bad');` });
    await running.left.query(
      `INSERT INTO l SELECT i, CASE WHEN i = 7777 THEN 'bad' ELSE 'n' END, 'c' || i FROM generate_series(1, ${ROWS}) i`,
    );
    const seen = await watch(running, 'true', async () => (await count(running)) === ROWS - 1);
    expect([...seen].filter((n) => n !== 0 && n !== ROWS - 1)).toEqual([]);
    const open = await running.store.query('SELECT "recordKey", code FROM pending_record');
    expect(open).toEqual([{ recordKey: '["7777"]', code: 'CHECK_VIOLATION' }]);
  });

  test('[E7] that is lost before its commit comes again, and every change has one line', {
    timeout: 180_000,
  }, async () => {
    let breaks = 0;
    const running = await start('whole_again', { breaks: () => breaks-- > 0 });
    await running.stop();
    await running.left.query(`INSERT INTO l SELECT i, 'n', 'c' || i FROM generate_series(1, ${ROWS}) i`);
    breaks = 2;
    let over = false;
    const engines = running.keepRunning(() => over);
    await eventually('all rows', async () => (await count(running)) === ROWS, 120);
    over = true;
    expect(await engines).toBeGreaterThan(0);
    const [lines] = await running.store.query(
      `SELECT count(*)::int AS n, count(DISTINCT ordinal)::int AS places, count(*) FILTER (WHERE status = 'applied')::int AS applied FROM ledger_entry`,
    );
    expect(lines).toEqual({ n: ROWS, places: ROWS, applied: ROWS });
  });

  test('joins no reconcile with the half that is not yet to be seen', { timeout: 120_000 }, async () => {
    const running = await start('whole_conflict');
    await running.left.query(`INSERT INTO l SELECT i, 'n', 'c' || i FROM generate_series(1, ${ROWS}) i`);
    await eventually('all rows', async () => (await count(running)) === ROWS, 60);
    await running.stop();
    await running.right.query(`UPDATE r SET name = 'right', code = 'right' WHERE id = 5`);
    await running.left.query(`UPDATE l SET name = 'left'`);
    await running.start();
    await eventually(
      'the sides agree',
      async () =>
        (await count(running, `name = 'left'`)) === ROWS &&
        (await running.left.query('SELECT code FROM l WHERE id = 5'))[0]?.code === 'right' &&
        (await running.store.query('SELECT 1 FROM pending_record')).length === 0,
      60,
    );
  });
});
