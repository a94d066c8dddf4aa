import { afterEach, expect, test } from 'vitest';
import { tripOf } from '#engine/reconcile/lane-routes.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { awaitArrival } from './running-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(() => flow?.close());

test('[E12] a comparison does not wait for what a breaker has stopped, nor go on waiting when one stops it', {
  timeout: 60_000,
}, async () => {
  const table = (name: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const made = await flowOnDatabases('arrival_breaker', {
    leftSql: `${table('l')} INSERT INTO l SELECT generate_series(1, 20)`,
    rightSql: table('r'),
    lanes: [
      {
        ...{ left: 'public.l', right: 'public.r' },
        mapping: { match: [['id', 'id']], fields: [{ left: 'id', right: 'id' }] },
        conflict: { rule: { kind: 'newest', tie: 'left' }, breaker: { deletes: 5, deletesShare: 0 } },
      },
    ],
  });
  flow = made;
  await made.start();
  const lane = made.current?.lanes[0];
  if (!lane) throw new Error('the lane does not run');
  await made.left.query('DELETE FROM l');
  const { signal } = new AbortController();
  await awaitArrival(lane, signal);
  await eventually('the breaker stops it', async () => tripOf(lane) !== null);
  await awaitArrival(lane, signal);
  expect(await made.right.query('SELECT count(*)::int AS count FROM r')).toEqual([{ count: 20 }]);
});
