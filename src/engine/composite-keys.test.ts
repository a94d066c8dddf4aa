import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { listIssues } from '#db/ledger/read-issues.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { TestDatabase } from '#testing/test-database.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const schema = (table: string) => `
  CREATE TABLE ${table} (region text, n int, v text, w text, PRIMARY KEY (region, n));
  ALTER TABLE ${table} REPLICA IDENTITY FULL;`;
const lane = {
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [
      ['region', 'region'],
      ['n', 'n'],
    ],
    fields: ['region', 'n', 'v', 'w'].map((name) => ({ left: name, right: name })),
  },
};

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const rows = (db: TestDatabase, table: string) =>
  db.query(`SELECT region, n, v, w FROM ${table} ORDER BY region, n`);
const shown = async (db: TestDatabase, table: string) =>
  (await rows(db, table)).map((row) => `${row.region}${row.n} ${row.v} ${row.w}`);

describe('[E2] composite keys', () => {
  test('[E9] a record whose key did not fit the other side arrives when it does, and one that goes leaves nothing open', async () => {
    flow = await flowOnDatabases('composite_fit', {
      leftSql: schema('l'),
      rightSql: `CREATE TABLE r (region varchar(3), n int, v text, w text, PRIMARY KEY (region, n));
        ALTER TABLE r REPLICA IDENTITY FULL;`,
      lanes: [lane],
    });
    const { left, right, pool } = flow;
    await flow.start();
    await left.query(
      `INSERT INTO l VALUES ('long', 1, 'one', '-'), ('long', 2, 'two', '-'), ('long', 3, 'x', '-')`,
    );
    const open = async () =>
      (await listIssues(pool, 'w', {}, { limit: 9, offset: 0 })).issues.map(({ openRecords }) => openRecords);
    await eventually('they fail', async () => JSON.stringify(await open()) === '[3]');
    await left.query(`UPDATE l SET region = 'eu', v = 'corrected' WHERE n = 1`);
    await left.query(`DELETE FROM l WHERE n = 2`);
    await eventually(
      'the corrected one arrives',
      async () => (await shown(right, 'r'))[0] === 'eu1 corrected -',
    );
    await eventually('one is open', async () => JSON.stringify(await open()) === '[1]');
    await left.query(`UPDATE l SET region = 'us', n = 4 WHERE n = 3; UPDATE l SET v = 'y' WHERE n = 4`);
    await eventually('all have arrived', async () => (await shown(right, 'r'))[1] === 'us4 y -');
    expect(await open()).toEqual([0]);
  });

  test.each([
    ['as the old rows are told', 'REPLICA IDENTITY FULL'],
    ['with the key alone of them', 'REPLICA IDENTITY DEFAULT'],
  ])('[E9] a record that gets a key that does not fit leaves the other side, %s', async (_, identity) => {
    flow = await flowOnDatabases('composite_unfit', {
      leftSql: `${schema('l')} ALTER TABLE l ${identity};`,
      rightSql: `CREATE TABLE r (region varchar(3), n int, v text, w text, PRIMARY KEY (region, n));
        ALTER TABLE r ${identity};`,
      lanes: [lane],
    });
    const { left, right, pool } = flow;
    await left.query(`INSERT INTO l SELECT 'eu', n, 'v', '-' FROM generate_series(1, 5) n`);
    await flow.start();
    const onRight = (expected: string[]) =>
      eventually(
        `the right side holds ${expected.join(', ')}`,
        async () => JSON.stringify(await shown(right, 'r')) === JSON.stringify(expected),
      );
    await onRight(['eu1 v -', 'eu2 v -', 'eu3 v -', 'eu4 v -', 'eu5 v -']);
    await left.query(`UPDATE l SET region = 'long' WHERE n = 1`);
    await left.query(`UPDATE l SET v = 'x' WHERE n = 2; UPDATE l SET region = 'long', v = 'y' WHERE n = 2`);
    // Back again at once, and its key taken by another.
    await left.query(
      `BEGIN; UPDATE l SET region = 'long' WHERE n = 3; UPDATE l SET region = 'eu', v = 'z' WHERE n = 3; COMMIT`,
    );
    await left.query(
      `BEGIN; UPDATE l SET region = 'long', v = 'old' WHERE n = 4; INSERT INTO l VALUES ('eu', 4, 'new', '-'); COMMIT`,
    );
    await right.query(`UPDATE r SET w = 'right' WHERE n = 5`);
    await onRight(['eu3 z -', 'eu4 new -', 'eu5 v right']);
    await left.query(`UPDATE l SET v = 'again' WHERE region = 'long' AND n = 1`);
    const open = async () =>
      (await listIssues(pool, 'w', {}, { limit: 9, offset: 0 })).issues.map(({ openRecords }) => openRecords);
    await eventually('three have failed', async () => JSON.stringify(await open()) === '[3]');
    await left.query(`UPDATE l SET region = 'eu', n = 7 WHERE region = 'long' AND n = 1`);
    await left.query(`DELETE FROM l WHERE region = 'long'`);
    await onRight(['eu3 z -', 'eu4 new -', 'eu5 v right', 'eu7 again -']);
    expect(await shown(left, 'l')).toEqual(await shown(right, 'r'));
    await eventually('none is open', async () => JSON.stringify(await open()) === '[0]');
  });

  test('[E4] [E17] a renamed part, exchanged keys and keys used again in one transaction', async () => {
    flow = await flowOnDatabases('composite', { leftSql: schema('l'), rightSql: schema('r'), lanes: [lane] });
    const { left, right } = flow;
    await flow.start();
    const hold = (expected: string[]) =>
      eventually(
        `both hold ${expected.join(', ')}`,
        async () =>
          JSON.stringify([await shown(left, 'l'), await shown(right, 'r')]) ===
          JSON.stringify([expected, expected]),
        60,
      );
    await left.query(
      `INSERT INTO l VALUES ('a', 1, 'one', '-'), ('a', 2, 'two', '-'), ('b', 1, 'three', '-')`,
    );
    await hold(['a1 one -', 'a2 two -', 'b1 three -']);
    // A part changes on one side, and a value of the same record on the other.
    await left.query(`UPDATE l SET region = 'c' WHERE region = 'a' AND n = 1`);
    await hold(['a2 two -', 'b1 three -', 'c1 one -']);
    await right.query(`UPDATE r SET w = 'seen' WHERE region = 'c'`);
    await hold(['a2 two -', 'b1 three -', 'c1 one seen']);
    // Two records exchange their keys.
    await right.query(`BEGIN; UPDATE r SET n = -1 WHERE region = 'a' AND n = 2;
      UPDATE r SET region = 'a', n = 2 WHERE region = 'b'; UPDATE r SET region = 'b', n = 1 WHERE n = -1; COMMIT`);
    await hold(['a2 three -', 'b1 two -', 'c1 one seen']);
    // A record goes and another comes under its key; then a third takes the key of one that goes.
    await left.query(
      `BEGIN; DELETE FROM l WHERE region = 'c'; INSERT INTO l VALUES ('c', 1, 'new', 'x'); COMMIT`,
    );
    await left.query(
      `BEGIN; DELETE FROM l WHERE region = 'b'; UPDATE l SET region = 'b', n = 1 WHERE region = 'a'; COMMIT`,
    );
    await hold(['b1 three -', 'c1 new x']);
    const { ledger } = flow;
    await eventually('every line has its outcome', async () =>
      (await ledger()).every(({ status }) => !['held', 'parked', 'failed'].includes(status)),
    );
    const lines = await flow.ledger();
    expect(new Set(lines.map((line) => line.record_key))).toContain('["c","1"]');
  });

  test.each([
    { seed: 1, faulty: false },
    { seed: 2, faulty: true },
    { seed: 3, faulty: true },
  ])(
    '[E17] [E7] both sides agree at quiet after renames, exchanges and keys used again: seed $seed, faulty $faulty',
    { timeout: 180_000 },
    async ({ seed, faulty }) => {
      const random = new SeededRandom(seed * 7919);
      const faults = { armed: false, left: 3, met: 0 };
      flow = await flowOnDatabases(`composite_${seed}`, {
        leftSql: `${schema('l')} INSERT INTO l SELECT chr(97 + i % 3), i, 'l', 'same' FROM generate_series(0, 14) i;`,
        rightSql: `${schema('r')} INSERT INTO r SELECT chr(97 + i % 3), i, 'r', 'same' FROM generate_series(8, 20) i;`,
        lanes: [lane],
        faults: () => {
          if (!faults.armed || faults.left-- > 0) return false;
          faults.left = random.int(5, 25);
          faults.met += 1;
          return true;
        },
      });
      const { left, right, store } = flow;
      let over = false;
      faults.armed = faulty;
      const engines = flow.keepRunning(() => over);
      const pending = () => store.query('SELECT body FROM pending_record');
      try {
        await Promise.all([
          writeKeys(left, 'l', new SeededRandom(seed)),
          writeKeys(right, 'r', new SeededRandom(seed + 1000)),
        ]);
        // However fast the writes were: an engine broke under them, or breaks as it begins.
        if (faulty) await eventually('an engine breaks', () => faults.met > 0);
        faults.armed = false;
        await eventually(
          'both sides agree',
          async () =>
            JSON.stringify(await rows(left, 'l')) === JSON.stringify(await rows(right, 'r')) &&
            (await pending()).length === 0,
          60,
        ).catch(() => undefined);
        expect(await pending()).toEqual([]);
        expect(await rows(right, 'r')).toEqual(await rows(left, 'l'));
        expect((await rows(left, 'l')).length).toBeGreaterThan(0);
      } finally {
        over = true;
        const restarts = await engines;
        if (faulty) expect(restarts).toBeGreaterThan(0);
      }
    },
  );
});

/** Writes records under few keys, so that they are renamed, exchanged and used again all the time. */
async function writeKeys(db: TestDatabase, table: string, random: SeededRandom): Promise<void> {
  const key = () => `region = '${random.pick(['a', 'b', 'c'])}' AND n = ${random.int(0, 9)}`;
  for (let write = 0; write < 120; write += 1) {
    const value = `${table}${write}`;
    const [one, two] = [key(), key()];
    const values = `'${random.pick(['a', 'b', 'c'])}', ${random.int(0, 9)}, '${value}', '${value}'`;
    const kind = random.next();
    const sql =
      kind < 0.25
        ? `INSERT INTO ${table} VALUES (${values}) ON CONFLICT DO NOTHING`
        : kind < 0.5
          ? `UPDATE ${table} SET ${random.pick(['v', 'w'])} = '${value}' WHERE ${one}`
          : kind < 0.65
            ? `UPDATE ${table} SET n = ${random.int(0, 9)}, v = '${value}' WHERE ${one}`
            : kind < 0.8
              ? `CREATE TEMP TABLE was ON COMMIT DROP AS SELECT region, n FROM ${table} WHERE ${one} OR ${two};
                 UPDATE ${table} t SET n = t.n + 1000 WHERE EXISTS (SELECT FROM was w WHERE (w.region, w.n) = (t.region, t.n));
                 UPDATE ${table} t SET region = w.region, n = w.n FROM was w
                   WHERE t.n >= 1000 AND (w.region, w.n) <> (t.region, t.n - 1000);
                 UPDATE ${table} SET n = n - 1000 WHERE n >= 1000`
              : kind < 0.92
                ? `DELETE FROM ${table} WHERE ${one};
                   INSERT INTO ${table} SELECT region, n, '${value}', 'again' FROM (VALUES (${values})) AS f(region, n, v, w)
                   ON CONFLICT DO NOTHING`
                : `DELETE FROM ${table} WHERE ${one}`;
    // One transaction each; a key that is taken is refused, and nothing happened then.
    await db.query(`DO $$ BEGIN ${sql}; EXCEPTION WHEN unique_violation THEN NULL; END $$`);
    if (random.chance(0.4)) await sleep(random.int(0, 15));
  }
}
