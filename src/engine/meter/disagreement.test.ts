import { afterEach, expect, test } from 'vitest';
import { histogramSize, mergeHistograms, quantile } from '#core/figures/histogram.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

async function start(label: string): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: { rule: { kind: 'hold' } },
      },
    ],
  });
  await flow.start();
  return flow;
}

/** Takes from both sides until so many records have agreed. */
async function agreed({ laneId, status, ...running }: Flow, count: number) {
  let found = { buckets: [] as number[], counts: [] as number[] };
  await eventually(`${count} records agree`, () => {
    for (const side of ['left', 'right'] as const) {
      const taken = running.current?.takeTally(laneId(), side)?.disagreement;
      if (taken) found = mergeHistograms([found, taken]);
    }
    return histogramSize(found) >= count;
  });
  return found;
}

test('a record differs from its commit until the other side shows it, and counts once for all its changes', async () => {
  const running = await start('differs');
  await running.left.query(`INSERT INTO l VALUES (1, 'a'), (2, 'b'), (3, 'c')`);
  expect(histogramSize(await agreed(running, 3))).toBe(3);
  await running.right.query(
    `BEGIN; UPDATE r SET a = 'x' WHERE id = 1; UPDATE r SET a = 'y' WHERE id = 1; COMMIT`,
  );
  expect(histogramSize(await agreed(running, 1))).toBe(1);
});

test('[E4] a held record differs until it is decided, across a restart, and counts once when it agrees', async () => {
  const running = await start('held_long');
  await running.left.query(`INSERT INTO l VALUES (1, 'a')`);
  await agreed(running, 1);
  await running.stop();
  await running.left.query(`UPDATE l SET a = 'left' WHERE id = 1`);
  const [{ at } = { at: 0 }] = await running.left.query<{ at: number }>(
    'SELECT extract(epoch FROM now())::float8 * 1000 AS at',
  );
  await running.right.query(`UPDATE r SET a = 'right' WHERE id = 1`);
  await running.start();
  const pending = async () =>
    (await running.pool.query('SELECT * FROM pending_record WHERE state = $1', ['held'])).rows;
  await eventually('it is held', async () => (await pending()).length === 1);
  const [held] = await pending();
  expect(Math.abs(held.differsSince.getTime() - at)).toBeLessThan(2_000);
  expect(held.body.differs.from).toBe('left');
  expect(running.engine.takeTally(running.laneId(), 'left')?.disagreement).toBeNull();
  await running.stop();
  await running.start();
  await running.pool.query(
    `UPDATE pending_record SET decision = '{"fields": {"a": "right"}, "record": null, "by": "me", "at": 1}'`,
  );
  const before = Date.now();
  await running.engine.refreshPending();
  const found = await agreed(running, 1);
  expect(histogramSize(found)).toBe(1);
  // To within the buckets: what it took since the commit, not since it was opened again.
  expect(quantile(found, 1)).toBeGreaterThan((before - at) * 0.98 - 50);
  expect(await running.left.query('SELECT a FROM l')).toEqual([{ a: 'right' }]);
});
