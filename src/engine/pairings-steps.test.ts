import { afterEach, describe, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { Pair } from '#testing/fuzz/pair.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';
import { sqliteSystem } from '#testing/systems/sqlite-system.ts';
import { passHeads } from './reconcile/lane-routes.ts';
import { verifyLane } from './verify/verify-lane.ts';

/* Steps are the engine's own: each system has only to give and take what they make. */

const identity = (table: string) => `ALTER TABLE ${table} REPLICA IDENTITY FULL;`;
const leftTables: Record<string, string> = {
  postgres: `CREATE TABLE l (id int PRIMARY KEY, first text, last text, cents bigint, born date, note text); ${identity('l')}`,
  mysql:
    'CREATE TABLE l (id int PRIMARY KEY, first varchar(50), last varchar(50), cents bigint, born date, note varchar(50));',
  sqlite: `CREATE TABLE l (id INTEGER PRIMARY KEY, first TEXT, last TEXT, cents BIGINT, born DATE, note TEXT);`,
};
const rightTables: Record<string, string> = {
  postgres: `CREATE TABLE r (code text PRIMARY KEY, name text, euros numeric(12,2), birthday text, note text); ${identity('r')}`,
  mysql:
    'CREATE TABLE r (code varchar(20) COLLATE utf8mb4_bin PRIMARY KEY, name varchar(120), euros decimal(12,2), birthday varchar(20), note varchar(50));',
  sqlite: `CREATE TABLE r (code TEXT PRIMARY KEY NOT NULL, name TEXT, euros DECIMAL(12,2), birthday TEXT, note TEXT);`,
};
const mapping = {
  match: [['id', 'code']],
  fields: [
    { left: 'id', right: 'code', transform: { forward: [{ kind: 'template', text: 'C-{id}' }] } },
    {
      ...{ left: 'first', also: { left: ['last'] }, right: 'name' },
      transform: { forward: [{ kind: 'template', text: '{last}, {first}' }] },
    },
    { left: 'cents', right: 'euros', transform: { forward: [{ kind: 'scale', divisor: '100' }] } },
    {
      ...{ left: 'born', right: 'birthday' },
      transform: { forward: [{ kind: 'format-date', format: 'DD.MM.YYYY' }] },
    },
    { left: 'note', right: 'note' },
  ],
};

type Running = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Running | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

async function start(label: string, pair: Pair, rows: { left: string; right: string }): Promise<Running> {
  const started = await flowOnDatabases(label, {
    systems: pair,
    leftSql: `${leftTables[pair.left.id]} INSERT INTO l VALUES ${rows.left};`,
    rightSql: `${rightTables[pair.right.id]} INSERT INTO r VALUES ${rows.right};`,
    lanes: ({ left, right }) => [
      { left: pair.left.stream(left.url, 'l'), right: pair.right.stream(right.url, 'r'), mapping },
    ],
  });
  flow = started;
  await started.start();
  return started;
}

async function agreed(running: Running): Promise<boolean> {
  const [context] = running.engine.lanes;
  if (!context) throw new Error('no lane');
  const { runtime } = context;
  const report = await verifyLane({
    lane: runtime.lane,
    sessions: runtime.sessions,
    settle: () => passHeads(context),
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const { differing, onlyLeft, onlyRight, pending } = report;
  return differing + onlyLeft + onlyRight + pending + runtime.open.size === 0;
}

const pairs = [
  { left: postgresSystem, right: mysqlSystem },
  { left: mysqlSystem, right: sqliteSystem },
  { left: sqliteSystem, right: postgresSystem },
].map((pair) => ({ name: `${pair.left.id} and ${pair.right.id}`, pair }));

describe.each(pairs)('between $name', ({ pair }) => {
  test('[E13] [E17] values go through their steps both ways', async () => {
    const running = await start(`steps_${pair.left.id}`, pair, {
      left: `(1, 'Ann', 'Lee', 1999, '1990-02-03', 'one')`,
      right: `('C-2', 'Ray, Bob', 5, '01.12.2000', 'two')`,
    });
    const onLeft = async (id: number) => {
      const sql = `SELECT first, last, cents, note FROM l WHERE id = ${id}`;
      const [row] = await running.left.query<Record<string, unknown>>(sql);
      return row && `${row.first} ${row.last} ${Number(row.cents)} ${row.note}`;
    };
    const onRight = async (code: string) => {
      const sql = `SELECT name, euros, birthday, note FROM r WHERE code = '${code}'`;
      const [row] = await running.right.query<Record<string, unknown>>(sql);
      return row && `${row.name} ${Number(row.euros)} ${row.birthday} ${row.note}`;
    };
    const becomes = (what: () => Promise<unknown>, value: string) =>
      eventually(`${value} is there`, async () => (await what()) === value, 40);
    await becomes(() => onRight('C-1'), 'Lee, Ann 19.99 03.02.1990 one');
    await becomes(() => onLeft(2), 'Bob Ray 500 two');

    await running.left.query(`UPDATE l SET cents = 2050, note = 'three', born = '1990-02-04' WHERE id = 1`);
    await running.right.query(`UPDATE r SET name = 'Lee, Anna' WHERE code = 'C-1'`);
    await running.right.query(`INSERT INTO r VALUES ('C-3', 'Day, Cid', 7.5, '31.01.2001', 'four')`);
    await becomes(() => onRight('C-1'), 'Lee, Anna 20.5 04.02.1990 three');
    await becomes(() => onLeft(1), 'Anna Lee 2050 three');
    await becomes(() => onLeft(3), 'Cid Day 750 four');
    await running.right.query(`UPDATE r SET note = 'five' WHERE code = 'C-3'`);
    await becomes(() => onLeft(3), 'Cid Day 750 five');
    await running.left.query('DELETE FROM l WHERE id = 2');
    await eventually('the delete is carried', async () => (await onRight('C-2')) === undefined);
    await eventually('both sides agree', () => agreed(running));
  }, 120_000);
});
