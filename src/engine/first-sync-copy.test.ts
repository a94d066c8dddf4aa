import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const ROWS = 65_000;

const leftSql = `
  CREATE TABLE l (id int PRIMARY KEY, name varchar(40), score numeric(10,2), at timestamptz, own text);
  ALTER TABLE l REPLICA IDENTITY FULL;
  INSERT INTO l SELECT i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN 'tab' || chr(9) || 'ü' || i ELSE 'back\\slash' || chr(10) || i END,
    i / 7.0, '2026-01-01'::timestamptz + i * interval '1.000001 s', 'own' FROM generate_series(1, ${ROWS}) i;`;
const rightSql = `
  CREATE TABLE r (score numeric, contact bigint PRIMARY KEY, title text, moment timestamptz);
  ALTER TABLE r REPLICA IDENTITY FULL;`;

const lane = (mapping: object = {}) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'contact']],
    fields: [
      { left: 'id', right: 'contact' },
      { left: 'name', right: 'title' },
      { left: 'score', right: 'score' },
      { left: 'at', right: 'moment' },
    ],
    ...mapping,
  },
  conflict: { breaker: 'off' },
});

const start = (label: string, more: { mapping?: object; right?: string; faults?: () => boolean } = {}) =>
  flowOnDatabases(label, {
    leftSql,
    rightSql: rightSql + (more.right ?? ''),
    lanes: [lane(more.mapping)],
    ...(more.faults ? { faults: more.faults } : {}),
  });

/** Records that differ, by a digest on each side. */
async function agree(running: Flow): Promise<boolean> {
  const [left] = await running.left.query(
    `SELECT count(*), sum(hashtextextended(ROW(id, name, score, at)::text, 0)) FROM l`,
  );
  const [right] = await running.right.query(
    `SELECT count(*), sum(hashtextextended(ROW(contact, title, score, moment)::text, 0)) FROM r`,
  );
  return JSON.stringify(left) === JSON.stringify(right);
}

const snapshotLines = (running: Flow) =>
  running.store.query(
    `SELECT status, record_key, detail FROM ledger_entry WHERE cause = 'snapshot' ORDER BY seq`,
  );

describe('[E17] many records that meet an empty side are copied', () => {
  test('as they are, with a line for every chunk', { timeout: 120_000 }, async () => {
    flow = await start('copy');
    await flow.start();
    expect(await agree(flow)).toBe(true);
    const lines = await snapshotLines(flow);
    expect(lines.map(({ status, record_key }) => `${status} ${record_key}`)).toEqual(
      Array(4).fill('applied []'),
    );
    expect(lines[0]?.detail).toBe(
      'Copied 20000 records from ["1"] to ["20000"] into public.r, which held none.',
    );
    await flow.right.query(`UPDATE r SET title = 'changed' WHERE contact = 5`);
    await eventually('a copied record goes on both ways', () => agree(flow as Flow));
    expect((await flow.ledger()).filter(({ cause }) => cause === 'live')).toMatchObject([
      { side: 'right', status: 'applied' },
    ]);
  });

  test('while both sides are written, with an engine that breaks again and again', {
    timeout: 240_000,
  }, async () => {
    let armed = false;
    const random = new SeededRandom(5);
    flow = await start('copy_live', { faults: () => armed && random.chance(0.04) });
    const running = flow;
    let over = false;
    const engines = running.keepRunning(() => over);
    // From the first chunk on, so that there is something to copy.
    await eventually('the copying has begun', async () => (await snapshotLines(running)).length > 0, 60);
    armed = true;
    // A fixed number of writes, not a fixed time: what is to be caught up with does not grow with the machine's speed.
    const write = async (seed: number, times: number, act: (random: SeededRandom) => Promise<unknown>) => {
      const own = new SeededRandom(seed);
      for (let done = 0; done < times; done += 1) {
        await act(own);
        await sleep(own.int(0, 8));
      }
    };
    let fresh = ROWS;
    const writers = [
      write(1, 500, (own) => running.left.query(`UPDATE l SET name = 'live' WHERE id = ${own.int(1, ROWS)}`)),
      // Nothing that is mapped: no write follows, and the record must not be left out.
      write(2, 60, (own) => {
        const id = own.int(1, ROWS);
        return running.left.query(`UPDATE l SET own = own || '.' WHERE id BETWEEN ${id} AND ${id + 300}`);
      }),
      write(3, 500, (own) => running.left.query(`DELETE FROM l WHERE id = ${own.int(1, ROWS)}`)),
      write(4, 500, async () => {
        fresh += 1;
        await running.left.query(`INSERT INTO l VALUES (${fresh}, 'left', 1, now())`);
      }),
      write(5, 500, async () => {
        fresh += 1;
        await running.right.query(`INSERT INTO r VALUES (2.00, ${fresh}, 'right', now())`);
      }),
      write(6, 500, (own) =>
        running.right.query(`UPDATE r SET title = 'right' WHERE contact = ${own.int(1, ROWS)}`),
      ),
    ];
    await Promise.all(writers);
    armed = false;
    await eventually(
      'both sides agree',
      async () =>
        (await running.store.query(`SELECT 1 FROM lane_state WHERE "firstSync" ->> 'phase' = 'done'`))
          .length === 1 &&
        (await running.store.query('SELECT 1 FROM pending_record LIMIT 1')).length === 0 &&
        (await agree(running)),
      180,
    ).finally(() => {
      over = true;
    });
    expect(await engines).toBeGreaterThan(0);
    expect((await snapshotLines(running)).some(({ record_key }) => record_key === '[]')).toBe(true);
  });

  test('but for what the other side refuses, which is met record by record', {
    timeout: 120_000,
  }, async () => {
    flow = await start('copy_refused', {
      mapping: { direction: 'forward' },
      right: `ALTER TABLE r ADD CHECK (contact <> 30000);`,
    });
    await flow.start();
    await eventually('it is parked', async () =>
      (await snapshotLines(flow as Flow)).some(({ status }) => status === 'parked'),
    );
    expect(await flow.right.query('SELECT count(*)::int AS n FROM r')).toEqual([{ n: ROWS - 1 }]);
    const lines = await snapshotLines(flow);
    expect(lines.filter(({ record_key }) => record_key === '[]')).toHaveLength(3);
    expect(lines.filter(({ status }) => status === 'parked')).toMatchObject([{ record_key: '["30000"]' }]);
  });

  test('not where the other side holds something', { timeout: 120_000 }, async () => {
    flow = await start('copy_not', { right: `INSERT INTO r VALUES (1, 1, 'mine', now());` });
    await flow.start();
    expect(await agree(flow)).toBe(true);
    expect((await snapshotLines(flow)).filter(({ record_key }) => record_key === '[]')).toEqual([]);
  });
});
