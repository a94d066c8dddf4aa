import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

/** A tag for each word; `boom` fails, `none` leaves the row out, a word that comes twice is not told apart. */
const source = `
  export function transform({ words }: Input): Output[] | null {
    if (words === 'none') return null;
    if (words.includes('boom')) throw new Error('boom');
    return words.split(' ').filter(Boolean).map((word) => ({ word, size: word.length }));
  }`;

const lane = (schema: string, leave: 'keep' | 'delete') => ({
  left: `${schema}l`,
  right: 'public.r',
  mapping: {
    direction: 'forward',
    match: [
      ['id', 'id'],
      ['word', 'word'],
    ],
    fields: ['id', 'word', 'size'].map((name) => ({ left: name, right: name })),
  },
  conflict: { breaker: 'off' },
  code: {
    left: [
      {
        form: 'transform',
        source,
        fields: [
          { name: 'word', type: { kind: 'text' } },
          { name: 'size', type: { kind: 'int32' } },
        ],
        leave,
      },
    ],
  },
});

const WORDS = ['ann', 'bob', 'cid', 'dora', 'eve', 'fay', 'gus'];

/** Words of a row: mostly some that differ, at times ones that the code does not take. */
function drawWords(random: SeededRandom): string {
  const drawn = random.int(0, 19);
  if (drawn === 0) return 'none';
  if (drawn === 1) return 'boom ann';
  if (drawn === 2) return 'ann ann';
  return WORDS.filter(() => random.chance(0.4)).join(' ');
}

test.each([
  { system: postgresSystem, schema: 'public.', seed: 7 },
  { system: mysqlSystem, schema: '', seed: 8 },
])(
  '[E28] [E7] from $system.id: what is made of rows one by one, under faults, is what is made of them anew (seed $seed)',
  { timeout: 400_000 },
  async ({ system, schema, seed }) => {
    const random = new SeededRandom(seed);
    let armed = false;
    flow = await flowOnDatabases(`several_${system.id}`, {
      systems: { left: system, right: postgresSystem },
      leftSql: `CREATE TABLE l (id int PRIMARY KEY, words varchar(200) NOT NULL);
        ${system === postgresSystem ? 'ALTER TABLE l REPLICA IDENTITY FULL;' : ''}
        INSERT INTO l VALUES (1, 'ann bob'), (2, 'boom'), (3, 'none'), (4, ''), (5, 'cid dora eve');`,
      rightSql: `CREATE TABLE r (id int, word text, size int, PRIMARY KEY (id, word)); ALTER TABLE r REPLICA IDENTITY FULL;`,
      lanes: [lane(schema, 'delete')],
      faults: () => armed && random.chance(0.08),
    });
    const running = flow;
    let over = false;
    const engines = running.keepRunning(() => over);
    await eventually('the first sync ends', () => running.status().some(({ phase }) => phase === 'live'));
    armed = true;
    for (let step = 0; step < 400; step += 1) {
      const [id, other] = [random.int(1, 40), random.int(1, 40)];
      const words = drawWords(random);
      const write = [
        `DELETE FROM l WHERE id = ${id}`,
        `UPDATE l SET id = ${other} WHERE id = ${id} AND ${other} NOT IN (SELECT id FROM (SELECT id FROM l) x)`,
        `UPDATE l SET words = '${words}' WHERE id = ${id}`,
        `INSERT INTO l SELECT ${id}, '${words}' WHERE ${id} NOT IN (SELECT id FROM (SELECT id FROM l) x)`,
      ][random.int(0, 3)] as string;
      await running.left.query(write);
      if (step % 20 === 0) await sleep(random.int(0, 60));
    }
    armed = false;
    // The code takes every row in the end: those that it failed for are made up for.
    await running.left.query(
      `UPDATE l SET words = 'ann gus' WHERE words LIKE '%boom%' OR words LIKE 'ann ann%'`,
    );
    const made = async () => {
      const rows = await running.left.query('SELECT id, words FROM l');
      return rows
        .flatMap(({ id, words }) =>
          words === 'none'
            ? []
            : String(words)
                .split(' ')
                .filter(Boolean)
                .map((word) => `${id} ${word} ${word.length}`),
        )
        .sort();
    };
    const carried = async () =>
      (await running.right.query('SELECT * FROM r'))
        .map(({ id, word, size }) => `${id} ${word} ${size}`)
        .sort();
    const expected = await made();
    await eventually(
      'the records are those of the rows, and nothing waits',
      async () =>
        (await running.store.query('SELECT 1 FROM pending_record')).length === 0 &&
        JSON.stringify(await carried()) === JSON.stringify(expected),
      // What has failed four times is tried every two minutes.
      300,
    ).finally(() => {
      over = true;
    });
    expect(await engines).toBeGreaterThan(0);
  },
);
