import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, type FlowSketch, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { verifyFirst } from '#testing/engine/verify-first.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';
import { sqliteSystem } from '#testing/systems/sqlite-system.ts';
import type { TestSystem } from '#testing/systems/test-system.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type Made = { ref: number | bigint; full_name: string | null; qty: number | bigint | null; label?: string };

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

/** What the node does; the flow runs it in the sandbox, and the test by itself. */
function work(record: Made): Made | null {
  if (record.full_name === 'none') return null;
  if (record.full_name === 'boom') throw new Error('boom');
  // SQLite's whole numbers have 64 bits.
  const qty = record.qty === null ? null : Number(record.qty) + 1;
  return { ...record, qty, label: `${record.full_name ?? '-'} x${record.qty ?? '?'}` };
}

/** What the mapping does. */
function mapped({ id, name, amount }: Record<string, unknown>): Made {
  return {
    ref: Number(id),
    full_name: name === null ? null : String(name).trim().toLowerCase(),
    qty: amount === null ? null : Number(amount),
  };
}

const fields = [
  { name: 'full_name', type: { kind: 'text' } },
  { name: 'qty', type: { kind: 'int32' } },
  { name: 'label', type: { kind: 'text' } },
];
const tidy = [{ kind: 'trim' }, { kind: 'case', to: 'lower' }];
const turned = ([a, b]: [string, string]) => [b, a];

function sketch(
  way: 'forward' | 'backward',
  form: 'transform' | 'batch',
  streams: [string, string],
): FlowSketch {
  const forward = way === 'forward';
  const [left, right] = (forward ? streams : turned(streams)) as [string, string];
  const pair = (from: string, to: string, more = {}) => ({
    ...(forward ? { left: from, right: to } : { left: to, right: from }),
    ...more,
  });
  const source =
    form === 'transform'
      ? `export const transform = ${work}`
      : `${work}\nexport const batch = (records) => records.map((each) => work(each));`;
  const code = [{ form, source, fields, leave: 'delete' }];
  return {
    ...{ left, right },
    mapping: {
      direction: way,
      match: [forward ? ['id', 'ref'] : ['ref', 'id']],
      fields: [
        pair('id', 'ref'),
        pair('name', 'full_name', { transform: { [way]: tidy } }),
        pair('amount', 'qty'),
      ],
    },
    conflict: { breaker: 'off' },
    code: forward ? { right: code } : { left: code },
  };
}

const NAMES = [' Ann', 'bob ', 'Ünal', '', 'none', 'boom', "o'hara"];
const AMOUNTS = ["'1'", "'07'", "'-3'", 'NULL', "'many'"];
const full = (system: TestSystem, table: string) =>
  system === postgresSystem ? `ALTER TABLE ${table} REPLICA IDENTITY FULL;` : '';

type Case = {
  from: TestSystem;
  to: TestSystem;
  way: 'forward' | 'backward';
  form: 'transform' | 'batch';
  seed: number;
};

test.each<Case>([
  { from: postgresSystem, to: mysqlSystem, way: 'forward', form: 'transform', seed: 3 },
  { from: mysqlSystem, to: sqliteSystem, way: 'forward', form: 'batch', seed: 4 },
  { from: sqliteSystem, to: postgresSystem, way: 'backward', form: 'transform', seed: 5 },
])(
  '[E30] [E7] $way from $from.id to $to.id, under faults: what arrives is what the $form makes of what the mapping makes (seed $seed)',
  { timeout: 180_000 },
  async ({ from, to, way, form, seed }) => {
    const random = new SeededRandom(seed);
    let armed = false;
    const read = `CREATE TABLE l (id int PRIMARY KEY, name varchar(40), amount varchar(20), other int); ${full(from, 'l')}
      INSERT INTO l VALUES (1, ' Ann', '1', 0), (2, 'boom', '2', 0), (3, 'none', NULL, 0), (4, 'Dan', 'many', 0);`;
    const written = `CREATE TABLE r (ref int PRIMARY KEY, full_name varchar(40), qty int, label varchar(80), own int DEFAULT 7); ${full(to, 'r')}`;
    const forward = way === 'forward';
    flow = await flowOnDatabases(`behind_${from.id}`, {
      systems: forward ? { left: from, right: to } : { left: to, right: from },
      leftSql: forward ? read : written,
      rightSql: forward ? written : read,
      lanes: ({ left, right }) => {
        const [source, target] = forward ? [left, right] : [right, left];
        return [sketch(way, form, [from.stream(source.url, 'l'), to.stream(target.url, 'r')])];
      },
      faults: () => armed && random.chance(0.05),
    });
    const running = flow;
    const [source, target] = forward ? [running.left, running.right] : [running.right, running.left];
    let over = false;
    const engines = running.keepRunning(() => over);
    await eventually('the first sync ends', () => running.status().some(({ phase }) => phase === 'live'));
    armed = true;
    for (let step = 0; step < 150; step += 1) {
      const [id, other] = [random.int(1, 30), random.int(1, 30)];
      const name = (NAMES[random.int(0, NAMES.length - 1)] ?? '').replace("'", "''");
      const amount = AMOUNTS[random.int(0, AMOUNTS.length - 1)];
      const free = (key: number) => `${key} NOT IN (SELECT id FROM (SELECT id FROM l) x)`;
      const write = [
        `DELETE FROM l WHERE id = ${id}`,
        `UPDATE l SET id = ${other} WHERE id = ${id} AND ${free(other)}`,
        `UPDATE l SET name = '${name}' WHERE id = ${id}`,
        `UPDATE l SET amount = ${amount}, other = ${step} WHERE id = ${id}`,
        `INSERT INTO l SELECT ${id}, '${name}', ${amount}, 0 WHERE ${free(id)}`,
      ][random.int(0, 4)] as string;
      await source.query(write);
      if (step % 20 === 0) await sleep(random.int(0, 60));
    }
    armed = false;
    await source.query(`UPDATE l SET name = 'eve' WHERE name = 'boom'`);
    await source.query(`UPDATE l SET amount = '9' WHERE amount = 'many'`);
    const shown = ({ ref, full_name: name, qty, label }: Record<string, unknown>) =>
      JSON.stringify([String(ref), name, qty === null ? null : Number(qty), label]);
    const wanted = (await source.query('SELECT id, name, amount FROM l'))
      .flatMap((row) => work(mapped(row)) ?? [])
      .map(shown)
      .sort();
    // A machine that is busy may take the code past its time: what waits is tried again when it changes.
    let touched = Date.now();
    const waiting = async () => {
      const found = await running.store.query<{ code: string }>('SELECT code FROM pending_record');
      if (found.length > 0 && Date.now() - touched > 5_000) {
        touched = Date.now();
        await source.query('UPDATE l SET other = other + 1');
      }
      return found.length;
    };
    await eventually(
      'the records are those of the rows, and nothing waits',
      async () =>
        (await waiting()) === 0 &&
        JSON.stringify((await target.query('SELECT * FROM r')).map(shown).sort()) === JSON.stringify(wanted),
      120,
    );
    const report = await verifyFirst(running.engine);
    over = true;
    expect(await engines).toBeGreaterThan(0);
    expect(wanted.length).toBeGreaterThan(3);
    expect(report).toMatchObject({ checked: wanted.length, differing: 0, onlyLeft: 0, onlyRight: 0 });
    expect(await target.query('SELECT 1 FROM r WHERE own <> 7')).toEqual([]);
  },
);
