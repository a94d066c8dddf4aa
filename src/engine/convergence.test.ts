import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { SeededRandom } from '#testing/seeded-random.ts';
import type { TestDatabase } from '#testing/test-database.ts';

const KEYS = 40;
const WRITES = 250;
/** Part of the durable steps at which a connection breaks. */
const FAULTS = 0.02;

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

/** Everything one side was made to do by somebody else than us: how many changes its log holds. */
async function writeRandomly(db: TestDatabase, table: string, random: SeededRandom): Promise<number> {
  let changes = 0;
  for (let write = 0; write < WRITES; write += 1) {
    const id = random.below(KEYS);
    const value = `${table}${write}`;
    const column = random.pick(['a', 'b']);
    const kind = random.next();
    const sql =
      kind < 0.25
        ? `INSERT INTO ${table} VALUES (${id}, '${value}', '${value}', ${random.below(1000)}) ON CONFLICT DO NOTHING RETURNING id`
        : kind < 0.4
          ? `DELETE FROM ${table} WHERE id = ${id} RETURNING id`
          : kind < 0.45
            ? `UPDATE ${table} SET n = n + 1 WHERE id >= ${id} AND id < ${id + 5} RETURNING id`
            : `UPDATE ${table} SET ${column} = '${value}' WHERE id = ${id} RETURNING id`;
    changes += (await db.query(sql)).length;
    if (random.chance(0.3)) await sleep(random.below(12));
  }
  return changes;
}

const cases = [
  { seed: 1, rule: { kind: 'newest', tie: 'left' }, identity: 'FULL', faults: 0 },
  { seed: 2, rule: { kind: 'prefer', side: 'right' }, identity: 'FULL', faults: FAULTS },
  { seed: 3, rule: { kind: 'newest', tie: 'right' }, identity: 'FULL', faults: FAULTS },
  { seed: 4, rule: { kind: 'newest', tie: 'left' }, identity: 'DEFAULT', faults: FAULTS },
  {
    seed: 5,
    rule: { kind: 'oldest', tie: 'left' },
    identity: 'FULL',
    faults: FAULTS,
    againstUpdate: 'delete',
  },
];

describe('[E17] two sides written at random agree at quiet', () => {
  test.each(cases)(
    'seed $seed: $rule.kind, replica identity $identity, faults $faults',
    { timeout: 120_000 },
    async ({ seed, rule, identity, faults, againstUpdate }) => {
      const faultRandom = new SeededRandom(seed * 7919);
      let probability = 0;
      const flow = await flowOnDatabases(`converge_${seed}`, {
        leftSql: `${schema('l', identity)} INSERT INTO l SELECT i, 'l', 'same', i FROM generate_series(0, 24) i;`,
        rightSql: `${schema('r', identity)} INSERT INTO r SELECT i, 'r', 'same', i FROM generate_series(15, 39) i;`,
        lanes: [lane(rule, { carry: 'both', againstUpdate: againstUpdate ?? 'update' })],
        faults: () => faultRandom.chance(probability),
      });
      try {
        await flow.start();
        await flow.stop();
        probability = faults;
        let over = false;
        const engines = flow.keepRunning(() => over);
        const [onLeft, onRight] = await Promise.all([
          writeRandomly(flow.left, 'l', new SeededRandom(seed)),
          writeRandomly(flow.right, 'r', new SeededRandom(seed + 1000)),
        ]);
        probability = 0;
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
        over = true;
        const restarts = await engines;
        if (faults > 0) expect(restarts).toBeGreaterThan(0);
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
