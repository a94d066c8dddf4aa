import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { Pair } from '#testing/fuzz/pair.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';
import { sqliteSystem } from '#testing/systems/sqlite-system.ts';

/*
 * MariaDB's usual collations take `a`, `A` and `a ` for one key. What the other side tells apart must not
 * be written over each other there.
 */

const tables: Record<string, string> = {
  postgres: 'CREATE TABLE k (name text PRIMARY KEY, v text); ALTER TABLE k REPLICA IDENTITY FULL;',
  mysql:
    'CREATE TABLE k (name varchar(40) PRIMARY KEY, v text) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;',
  sqlite: 'CREATE TABLE k (name TEXT PRIMARY KEY, v TEXT);',
};

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

async function flowBetween(label: string, pair: Pair, leftRows: string[] = [], direction = 'both') {
  const rows = leftRows.map((name) => `INSERT INTO k VALUES ('${name}', 'first of ${name}');`).join('');
  const started = await flowOnDatabases(label, {
    systems: pair,
    leftSql: (tables[pair.left.id] ?? '') + rows,
    rightSql: tables[pair.right.id] ?? '',
    lanes: ({ left, right }) => [
      {
        left: pair.left.stream(left.url, 'k'),
        right: pair.right.stream(right.url, 'k'),
        mapping: {
          direction,
          match: [['name', 'name']],
          fields: ['name', 'v'].map((name) => ({ left: name, right: name })),
        },
      },
    ],
  });
  flow = started;
  await started.start();
  return started;
}

type Running = Awaited<ReturnType<typeof flowBetween>>;
const rowsOf = async (running: Running, side: 'left' | 'right') =>
  (await running[side].query<{ name: string; v: string }>('SELECT name, v FROM k'))
    .map(({ name, v }) => `${name}=${v}`)
    .sort();
const waiting = async (running: Running) =>
  (
    await running.store.query<{ key: string; state: string; code: string }>(
      'SELECT "recordKey" AS key, state, code FROM pending_record ORDER BY 1',
    )
  ).map(({ key, state, code }) => `${key} ${state} ${code}`);

const carried = (running: Running, row: string, side: 'left' | 'right' = 'right') =>
  eventually(`${row} is carried`, async () => (await rowsOf(running, side)).includes(row), 40);
const settled = (running: Running) =>
  eventually(
    'nothing is being reconciled',
    async () => (await waiting(running)).every((each) => !each.includes(' reconcile ')),
    40,
  );
const through = (running: Running) =>
  eventually('nothing waits any more', async () => (await waiting(running)).length === 0, 60);

const pairs = [postgresSystem, sqliteSystem].map((left) => ({
  name: left.id,
  pair: { left, right: mysqlSystem },
}));

describe.each(pairs)('[E9] [E17] keys that $name tells apart and MariaDB does not', ({ pair }) => {
  test.each(['both', 'forward'])(
    'direction %s: the first one is carried, the others wait in sight',
    {
      timeout: 180_000,
    },
    async (direction) => {
      const running = await flowBetween('keys', pair, [], direction);
      await running.left.query(`INSERT INTO k VALUES ('a', 'small')`);
      await carried(running, 'a=small');
      await running.left.query(`INSERT INTO k VALUES ('A', 'large')`);
      await running.left.query(`INSERT INTO k VALUES ('a ', 'padded')`);
      await running.left.query(`UPDATE k SET v = 'larger' WHERE name = 'A'`);
      await running.left.query(`INSERT INTO k VALUES ('b', 'after')`);
      await carried(running, 'b=after');
      await settled(running);
      expect(await rowsOf(running, 'left')).toEqual(['A=larger', 'a =padded', 'a=small', 'b=after']);
      expect(await rowsOf(running, 'right')).toEqual(['a=small', 'b=after']);
      expect(await waiting(running)).toEqual([
        '["A"] parked UNIQUE_VIOLATION',
        '["a "] parked UNIQUE_VIOLATION',
      ]);
      await running.left.query(`DELETE FROM k WHERE name = 'A'`);
      await running.left.query(`DELETE FROM k WHERE name = 'a '`);
      await through(running);
      expect(await rowsOf(running, 'right')).toEqual(['a=small', 'b=after']);
      expect(await rowsOf(running, 'left')).toEqual(['a=small', 'b=after']);
    },
  );

  test('at the first sync', { timeout: 180_000 }, async () => {
    const running = await flowBetween('keys_first', pair, ['a', 'A', 'b', 'a ']);
    await settled(running);
    const right = await rowsOf(running, 'right');
    expect(right).toHaveLength(2);
    expect(right).toContain('b=first of b');
    expect(await waiting(running)).toHaveLength(2);
    expect((await waiting(running)).every((each) => each.endsWith(' parked UNIQUE_VIOLATION'))).toBe(true);
  });

  test('a key that only changes its case keeps its record', { timeout: 180_000 }, async () => {
    const running = await flowBetween('keys_case', pair, ['a', 'b']);
    await running.left.query(`UPDATE k SET name = 'A' WHERE name = 'a'`);
    await running.right.query(`UPDATE k SET name = 'B' WHERE name = 'b'`);
    await carried(running, 'A=first of a');
    await carried(running, 'B=first of b', 'left');
    await through(running);
    expect(await rowsOf(running, 'left')).toEqual(['A=first of a', 'B=first of b']);
    expect(await rowsOf(running, 'right')).toEqual(['A=first of a', 'B=first of b']);
  });
});
