import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { TestDatabase } from '#testing/test-database.ts';

const WRITES = 250;
/** A connection breaks within so many durable steps of the last time. */
const FAULTS = 30;

const schema = (table: string, identity: string) => `
  CREATE TABLE ${table} (id int PRIMARY KEY, a text, b text, n numeric(10,2));
  ALTER TABLE ${table} REPLICA IDENTITY ${identity};`;

const lane = (rule: object) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: ['id', 'a', 'b', 'n'].map((name) => ({ left: name, right: name })),
  },
  conflict: { rule },
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
