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

test('[E17] a first sync that copied, and lost its log, begins again with both sides: what the right one alone holds is met', async () => {
  const fields = ['id', 'name'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('lost_copying', {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name text); ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l SELECT i, 'row' FROM generate_series(1, 20010) i`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, name text); ALTER TABLE r REPLICA IDENTITY FULL',
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: { breaker: 'off', first: { onlyRight: 'delete' } },
      },
    ],
  });
  const running = flow;
  const commit = PgLaneStore.prototype.commit;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(async function (
    this: PgLaneStore,
    lease,
    given,
  ) {
    const moved = await commit.call(this, lease, given);
    if (given.firstSync?.some(({ state }) => state.done.left > 0)) throw new Error('died on purpose');
    return moved;
  });
  await running.start({ untilLive: false });
  await eventually('it died', () => running.ended() !== null);
  await running.stop();
  vi.restoreAllMocks();
  await running.left.query('DELETE FROM l WHERE id <= 5');
  for (const database of [running.left, running.right]) {
    await database.query(
      'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()',
    );
  }
  await running.start();
  await holdsRows(running.right, 'SELECT count(*)::int, min(id) FROM r', ['20005 6']);
});
