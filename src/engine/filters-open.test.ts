import { afterEach, expect, test, vi } from 'vitest';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { OpenRecords } from './reconcile/open-records.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type FlowSketch = Parameters<Flow['redeploy']>[0][number];

let flow: Flow | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await flow?.close();
  flow = null;
});

const sketch = (condition: string): FlowSketch => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: ['id', 'a'].map((name) => ({ left: name, right: name })),
  },
  conflict: { breaker: 'off' },
  filters: { left: { condition, leave: 'delete' } },
});

async function make(label: string, condition: string, leftRows: string): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, a text, country text); ALTER TABLE l REPLICA IDENTITY FULL; ${leftRows}`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, a text); ALTER TABLE r REPLICA IDENTITY FULL;',
    lanes: [sketch(condition)],
  });
  return flow;
}

const waiting = (running: Flow) => running.store.query('SELECT "recordKey", state FROM pending_record');

test.each([{ dies: false }, { dies: true }])(
  '[E17] a record that is open when a changed filter leaves it out leaves like any other, also where the engine dies: $dies',
  async ({ dies }) => {
    const running = await make(
      'filters_open',
      'country == "DE"',
      `INSERT INTO l VALUES (1, 'one', 'DE'), (2, 'two', 'DE')`,
    );
    await running.start();
    await running.right.query(`ALTER TABLE r ADD CONSTRAINT never CHECK (a <> 'bad')`);
    await running.left.query(`UPDATE l SET a = 'bad' WHERE id = 1`);
    await eventually('it is parked', async () => (await waiting(running)).length === 1);
    await running.redeploy([sketch('country == "DE" && id == 2')]);
    if (dies) {
      await running.stop();
      vi.spyOn(OpenRecords.prototype, 'takeDue').mockReturnValue([]);
      await running.start();
      await running.stop();
      vi.restoreAllMocks();
    }
    await running.start();
    await eventually('nothing waits', async () => (await waiting(running)).length === 0);
    await holdsRows(running.right, 'SELECT id, a FROM r', ['2 two']);
  },
);

test('[E17] a record that leaves after both sides agreed on it in a first sync leaves, though the engine dies before it does', async () => {
  const running = await make(
    'filters_agreed',
    'country == "DE"',
    `INSERT INTO l SELECT i, 'row', 'DE' FROM generate_series(1, 4500) i`,
  );
  const begun = Promise.withResolvers<void>();
  const agreed = Promise.withResolvers<void>();
  const commit = PgLaneStore.prototype.commit;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(async function (
    this: PgLaneStore,
    lease,
    given,
  ) {
    const { firstSync, pending } = given;
    if (firstSync?.some(({ state }) => state.done.left > 0)) {
      begun.resolve();
      await agreed.promise;
      throw new Error('died on purpose');
    }
    if (pending?.remove?.length) {
      vi.spyOn(OpenRecords.prototype, 'takeDue').mockReturnValue([]);
      await running.left.query(`UPDATE l SET country = 'FR' WHERE id = 4500`);
      await eventually('its line is there', async () =>
        (await running.ledger()).some(({ op, cause }) => op === 'delete' && cause === 'live'),
      );
      const moved = await commit.call(this, lease, given);
      agreed.resolve();
      return moved;
    }
    return commit.call(this, lease, given);
  });
  await running.start({ untilLive: false });
  await begun.promise;
  await running.left.query(`UPDATE l SET a = 'changed' WHERE id = 4500`);
  await eventually('it died', () => running.ended() !== null);
  await running.stop();
  vi.restoreAllMocks();
  expect(await waiting(running)).toHaveLength(1);
  await running.start();
  await eventually('nothing waits', async () => (await waiting(running)).length === 0);
  await holdsRows(running.right, 'SELECT count(*)::int, max(id) FROM r', ['4499 4499']);
});
