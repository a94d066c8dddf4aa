import { afterEach, test, vi } from 'vitest';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await flow?.close();
  flow = null;
});

const waiting = (running: Flow) => running.store.query('SELECT "recordKey", state FROM pending_record');

async function start(label: string): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, amount text); ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l VALUES (1, '1'), (2, '2');`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, amount int); ALTER TABLE r REPLICA IDENTITY FULL;',
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: ['id', 'amount'].map((name) => ({ left: name, right: name })),
        },
      },
    ],
  });
  await flow.start();
  return flow;
}

test('[E4] a record that gets the key of another open one is looked at under it, though that one was just found gone', async () => {
  const running = await start('open_renamed');
  await running.left.query(`UPDATE l SET amount = 'many' WHERE id IN (1, 2)`);
  await eventually('both are parked', async () => (await waiting(running)).length === 2);
  const closing = Promise.withResolvers<void>();
  const renamed = Promise.withResolvers<void>();
  const commit = PgLaneStore.prototype.commit;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(async function (
    this: PgLaneStore,
    lease,
    given,
  ) {
    if (given.pending?.remove?.some(({ recordKey }) => recordKey === '["2"]')) {
      closing.resolve();
      await renamed.promise;
    }
    return commit.call(this, lease, given);
  });
  await running.left.query('DELETE FROM l WHERE id = 2');
  await closing.promise;
  await running.left.query(`UPDATE l SET id = 2, amount = '7' WHERE id = 1`);
  await eventually('its line is written', async () =>
    (await running.ledger()).some(({ op, after }) => op === 'update' && after?.amount === '7'),
  ).finally(renamed.resolve);
  await eventually('nothing waits', async () => (await waiting(running)).length === 0);
  await holdsRows(running.right, 'SELECT id, amount FROM r', ['2 7']);
});
