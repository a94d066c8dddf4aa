import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const table = (name: string) =>
  `CREATE TABLE IF NOT EXISTS ${name} (id int PRIMARY KEY, name text, note text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const mapping = {
  match: [['id', 'id']],
  fields: ['id', 'name', 'note'].map((name) => ({ left: name, right: name })),
};

const flows: Flow[] = [];
const databases: TestDatabase[] = [];
afterEach(async () => {
  for (const flow of flows.splice(0)) await flow.close();
  for (const database of databases.splice(0)) await database.close();
});

/** Databases of these names, each with a table `t`, and a store for all flows. */
async function makeDatabases(names: string[]): Promise<{ store: TestDatabase; sides: TestDatabase[] }> {
  const store = await testStore('chain_store');
  const sides = await Promise.all(names.map((name) => testDatabase(`chain_${name}`)));
  databases.push(store, ...sides);
  return { store, sides };
}

/** A flow of its own, with an engine of its own, between the tables `t` of two databases. */
async function flowBetween(left: TestDatabase, right: TestDatabase, store: TestDatabase): Promise<Flow> {
  const flow = await flowOnDatabases('chain', {
    leftSql: table('t'),
    rightSql: table('t'),
    lanes: [{ left: 'public.t', right: 'public.t', mapping }],
    databases: { left, right, store },
  });
  flows.push(flow);
  return flow;
}

const rows = (database: TestDatabase, name = 't') =>
  database.query(`SELECT id, name, note FROM ${name} ORDER BY id`);

/** All agree, nothing waits, and nothing is written any more. */
async function comeToRest(store: TestDatabase, read: () => Promise<unknown[][]>): Promise<void> {
  const lines = async () => (await store.query('SELECT count(*)::int AS n FROM ledger_entry'))[0]?.n;
  await eventually(
    'all agree and nothing moves',
    async () => {
      const before = await lines();
      await sleep(1_200);
      const [first, ...others] = (await read()).map((each) => JSON.stringify(each));
      const open = await store.query('SELECT 1 FROM pending_record');
      return others.every((each) => each === first) && open.length === 0 && (await lines()) === before;
    },
    70,
  );
}

describe('[E6] lanes that meet at one table', () => {
  test('A⇄B, B⇄C and C⇄A, three flows with engines of their own, converge', {
    timeout: 120_000,
  }, async () => {
    const { store, sides } = await makeDatabases(['a', 'b', 'c']);
    const [a, b, c] = sides as [TestDatabase, TestDatabase, TestDatabase];
    const ring = [
      await flowBetween(a, b, store),
      await flowBetween(b, c, store),
      await flowBetween(c, a, store),
    ];
    await a.query(`INSERT INTO t SELECT i, 'n' || i, 'first' FROM generate_series(1, 10) i`);
    for (const flow of ring) await flow.start();
    const all = () => Promise.all(sides.map((side) => rows(side)));
    await comeToRest(store, all);
    expect(await rows(c)).toHaveLength(10);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([
        a.query(
          `UPDATE t SET name = 'from a ${round}' WHERE id <= 5; INSERT INTO t VALUES (${20 + round}, 'a', 'new')`,
        ),
        b.query(`UPDATE t SET note = 'from b ${round}'; DELETE FROM t WHERE id = ${6 + round}`),
        c.query(
          `UPDATE t SET name = 'from c ${round}' WHERE id > 3; INSERT INTO t VALUES (${30 + round}, 'c', 'new')`,
        ),
      ]);
    }
    await comeToRest(store, all);
    const ids = (await rows(a)).map((row) => Number(row.id));
    expect(ids).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 20, 21, 22, 30, 31, 32]));
  });

  test('one table in the middle of two flows: a change on one end reaches the other', {
    timeout: 60_000,
  }, async () => {
    const { store, sides } = await makeDatabases(['hub', 'one', 'two']);
    const [hub, one, two] = sides as [TestDatabase, TestDatabase, TestDatabase];
    for (const end of [one, two]) await (await flowBetween(hub, end, store)).start();
    await one.query(`INSERT INTO t VALUES (1, 'Ann', 'from one')`);
    await two.query(`INSERT INTO t VALUES (2, 'Bob', 'from two')`);
    const all = () => Promise.all(sides.map((side) => rows(side)));
    await eventually('everybody has both', async () => (await all()).every((each) => each.length === 2));
    await one.query(`DELETE FROM t WHERE id = 2`);
    await two.query(`UPDATE t SET name = 'Anna' WHERE id = 1`);
    await comeToRest(store, all);
    expect(await rows(hub)).toEqual([{ id: 1, name: 'Anna', note: 'from one' }]);
  });

  test('one source to several targets in one flow: each has it, and what one target says reaches the others', {
    timeout: 60_000,
  }, async () => {
    const flow = await flowOnDatabases('fan_out', {
      leftSql: table('l'),
      rightSql: `${table('r1')} ${table('r2')} ${table('copy')}`,
      lanes: [
        { left: 'public.l', right: 'public.r1', mapping },
        { left: 'public.l', right: 'public.r2', mapping },
        { left: 'public.l', right: 'public.copy', mapping: { ...mapping, direction: 'forward' } },
      ],
    });
    flows.push(flow);
    await flow.start();
    await flow.left.query(`INSERT INTO l SELECT i, 'n' || i, '' FROM generate_series(1, 20) i`);
    const all = () =>
      Promise.all([rows(flow.left, 'l'), ...['r1', 'r2', 'copy'].map((name) => rows(flow.right, name))]);
    await eventually('all targets have it', async () => (await all()).every((each) => each.length === 20));
    await flow.right.query(`UPDATE r1 SET name = 'from r1' WHERE id <= 10; DELETE FROM r2 WHERE id > 15`);
    await comeToRest(flow.store, all);
    const names = (await rows(flow.right, 'copy')).map((row) => row.name);
    expect(names.filter((name) => name === 'from r1')).toHaveLength(10);
    expect(names).toHaveLength(15);
  });
});
