import { afterEach, expect, test, vi } from 'vitest';
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

test.each([
  { dies: 'before the target commits', right: 'a' },
  { dies: 'between the target’s commit and that of the digests', right: 'b' },
])('[E5] a change after a runner that died $dies is no conflict with the one before', async ({ right }) => {
  const fields = ['id', 'name'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('agreed_digests', {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name text); INSERT INTO l VALUES (1, 'a')`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, name text)',
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: { rule: { kind: 'prefer', side: 'right' } },
      },
    ],
  });
  const running = flow;
  await running.start();
  const commit = PgLaneStore.prototype.commit;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(async function (
    this: PgLaneStore,
    lease,
    given,
  ) {
    if (right === 'b' && given.digests?.length) throw new Error('died on purpose');
    const moved = await commit.call(this, lease, given);
    if (right === 'a' && given.entries?.length) throw new Error('died on purpose');
    return moved;
  });
  await running.left.query(`UPDATE l SET name = 'b'`);
  await eventually('it died', () => running.ended() !== null);
  await running.stop();
  vi.restoreAllMocks();
  await holdsRows(running.right, 'SELECT name FROM r', [right]);
  await running.start();
  await holdsRows(running.right, 'SELECT name FROM r', ['b']);
  await running.left.query(`UPDATE l SET name = 'c'`);
  await holdsRows(running.right, 'SELECT name FROM r', ['c']);
  expect(await running.left.query('SELECT name FROM l')).toEqual([{ name: 'c' }]);
  const lines = (await running.ledger()).filter(({ cause }) => cause === 'live');
  expect(lines.map(({ status }) => status)).toEqual(['applied', 'applied']);
});
