import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { TestDatabase } from '#testing/test-database.ts';

const KEYS = 40;
const WRITES = 250;
/** A connection breaks within so many durable steps of the last time. */
const FAULTS = 30;

const schema = (table: string, identity: string) => `
  CREATE TABLE ${table} (id int PRIMARY KEY, a text, b text, n numeric(10,2));
  ALTER TABLE ${table} REPLICA IDENTITY ${identity};`;

const lane = (rule: object, deletes?: object) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: ['id', 'a', 'b', 'n'].map((name) => ({ left: name, right: name })),
  },
  conflict: { rule, deletes },
});

/** Breaks connections at seeded intervals, while it is armed. */
function faultsEvery(steps: number, seed: number) {
  const random = new SeededRandom(seed * 7919);
  const plan = { armed: false, breaks: () => false };
  let left = random.int(0, steps - 1);
  plan.breaks = () => {
    if (!plan.armed || left-- > 0) return false;
    left = random.int(0, steps - 1);
    return true;
  };
  return plan;
}

/** Everything one side was made to do by somebody else than us: how many changes its log holds. */
async function writeRandomly(db: TestDatabase, table: string, random: SeededRandom): Promise<number> {
  let changes = 0;
  for (let write = 0; write < WRITES; write += 1) {
    const id = random.int(0, KEYS - 1);
    const value = `${table}${write}`;
    const column = random.pick(['a', 'b']);
    const kind = random.next();
    const sql =
      kind < 0.25
        ? `INSERT INTO ${table} VALUES (${id}, '${value}', '${value}', ${random.int(0, 999)}) ON CONFLICT DO NOTHING RETURNING id`
        : kind < 0.4
          ? `DELETE FROM ${table} WHERE id = ${id} RETURNING id`
          : kind < 0.45
            ? `UPDATE ${table} SET n = n + 1 WHERE id >= ${id} AND id < ${id + 5} RETURNING id`
            : `UPDATE ${table} SET ${column} = '${value}' WHERE id = ${id} RETURNING id`;
    changes += (await db.query(sql)).length;
    if (random.chance(0.3)) await sleep(random.int(0, 11));
  }
  return changes;
}

const cases = [
  { seed: 1, rule: { kind: 'newest', tie: 'left' }, identity: 'FULL', faulty: false },
  { seed: 2, rule: { kind: 'prefer', side: 'right' }, identity: 'FULL', faulty: true },
  { seed: 3, rule: { kind: 'newest', tie: 'right' }, identity: 'FULL', faulty: true },
  { seed: 4, rule: { kind: 'newest', tie: 'left' }, identity: 'DEFAULT', faulty: true },
  {
    seed: 5,
    rule: { kind: 'oldest', tie: 'left' },
    identity: 'FULL',
    faulty: true,
    againstUpdate: 'delete',
  },
];

describe('[E17] two sides written at random agree at quiet', () => {
  test.each(cases)(
    'seed $seed: $rule.kind, replica identity $identity, faulty $faulty',
    { timeout: 120_000 },
    async ({ seed, rule, identity, faulty, againstUpdate }) => {
      const faults = faultsEvery(FAULTS, seed);
      const flow = await flowOnDatabases(`converge_${seed}`, {
        leftSql: `${schema('l', identity)} INSERT INTO l SELECT i, 'l', 'same', i FROM generate_series(0, 24) i;`,
        rightSql: `${schema('r', identity)} INSERT INTO r SELECT i, 'r', 'same', i FROM generate_series(15, 39) i;`,
        lanes: [lane(rule, { carry: 'both', againstUpdate: againstUpdate ?? 'update' })],
        faults: faults.breaks,
      });
      try {
        await flow.start();
        await flow.stop();
        faults.armed = faulty;
        let over = false;
        const engines = flow.keepRunning(() => over);
        const [onLeft, onRight] = await Promise.all([
          writeRandomly(flow.left, 'l', new SeededRandom(seed)),
          writeRandomly(flow.right, 'r', new SeededRandom(seed + 1000)),
        ]);
        faults.armed = false;
        const rows = (db: TestDatabase, table: string) =>
          db.query(`SELECT id, a, b, n::text FROM ${table} ORDER BY id`);
        const open = () => flow.store.query('SELECT * FROM pending_record');
        const lines = () => flow.store.query(`SELECT side, status FROM ledger_entry WHERE cause = 'live'`);
        const quiet = async () => {
          const [left, right, pending, ledger] = await Promise.all([
            rows(flow.left, 'l'),
            rows(flow.right, 'r'),
            open(),
            lines(),
          ]);
          return (
            JSON.stringify(left) === JSON.stringify(right) &&
            pending.length === 0 &&
            ledger.length === onLeft + onRight
          );
        };
        await eventually('both sides agree', quiet, 30).catch(async (error: Error) => {
          over = true;
          await engines;
          expect({
            pending: await open(),
            lines: (await lines()).length,
            left: await rows(flow.left, 'l'),
          }).toEqual({
            pending: [],
            lines: onLeft + onRight,
            left: await rows(flow.right, 'r'),
          });
          throw error;
        });
        const counted = flow.engine.status()[0];
        const total = (counts: Record<string, number>) =>
          Object.values(counts).reduce((sum, each) => sum + each, 0);
        const atStart = (await flow.store.query(`SELECT 1 FROM ledger_entry WHERE cause = 'snapshot'`))
          .length;
        expect(total(counted?.forward.counts ?? {}) + total(counted?.backward.counts ?? {})).toBe(
          onLeft + onRight + atStart,
        );
        over = true;
        const restarts = await engines;
        if (faulty) expect(restarts).toBeGreaterThan(0);
        const ledger = await lines();
        expect(ledger.filter((line) => line.side === 'left')).toHaveLength(onLeft);
        expect(ledger.filter((line) => line.side === 'right')).toHaveLength(onRight);
        expect(ledger.filter((line) => ['held', 'parked', 'failed'].includes(String(line.status)))).toEqual(
          [],
        );
      } finally {
        await flow.close();
      }
    },
  );
});

describe('[E4] no change is lost', () => {
  test.each([
    { seed: 21, identity: 'FULL' },
    { seed: 22, identity: 'DEFAULT' },
  ])(
    'seed $seed: what each side wrote to a field of its own stands at last, replica identity $identity',
    { timeout: 120_000 },
    async ({ seed, identity }) => {
      const faults = faultsEvery(FAULTS, seed);
      const flow = await flowOnDatabases(`own_fields_${seed}`, {
        leftSql: `${schema('l', identity)} INSERT INTO l SELECT i, '', '', 0 FROM generate_series(0, 9) i;`,
        rightSql: schema('r', identity),
        lanes: [lane({ kind: 'prefer', side: 'left' })],
        faults: faults.breaks,
      });
      try {
        await flow.start();
        await flow.stop();
        faults.armed = true;
        let over = false;
        const engines = flow.keepRunning(() => over);
        const [onLeft, onRight] = await Promise.all([
          writeOwnField(flow.left, 'l', 'a', new SeededRandom(seed)),
          writeOwnField(flow.right, 'r', 'b', new SeededRandom(seed + 1)),
        ]);
        faults.armed = false;
        const expected = Array.from({ length: 10 }, (_, id) => ({
          id,
          a: onLeft.get(id) ?? '',
          b: onRight.get(id) ?? '',
        }));
        const rows = (db: TestDatabase, table: string) =>
          db.query(`SELECT id, a, b FROM ${table} ORDER BY id`);
        const stands = async () =>
          JSON.stringify([await rows(flow.left, 'l'), await rows(flow.right, 'r')]) ===
          JSON.stringify([expected, expected]);
        await eventually('every last write stands on both sides', stands, 30).finally(() => {
          over = true;
        });
        await engines;
      } finally {
        await flow.close();
      }
    },
  );
});

/** Writes one field of random records. @returns the last value by record. */
async function writeOwnField(
  db: TestDatabase,
  table: string,
  column: string,
  random: SeededRandom,
): Promise<Map<number, string>> {
  const last = new Map<number, string>();
  for (let write = 0; write < WRITES; write += 1) {
    const id = random.int(0, 9);
    const value = `${column}${write}`;
    await db.query(`UPDATE ${table} SET ${column} = '${value}' WHERE id = ${id}`);
    last.set(id, value);
    if (random.chance(0.5)) await sleep(random.int(0, 14));
  }
  return last;
}
