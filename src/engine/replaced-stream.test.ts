import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

test('[E15] what a table that is gone had logged does not make its successor’s missing rows deleted ones', {
  timeout: 90_000,
}, async () => {
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('replaced_stream', {
    leftSql: `${table('l')} INSERT INTO l VALUES (1, 'a'), (2, 'b')`,
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
  });
  await flow.start();
  await flow.left.query(`ALTER TABLE l ADD CONSTRAINT never CHECK (a NOT LIKE 'refused%')`);
  await flow.right.query(`UPDATE r SET a = 'refused' WHERE id = 1`);
  await eventually('it is parked', () => flow?.engine.status()[0]?.pending.parked === 1);
  await flow.stop();
  // Nobody has read this yet when its table goes.
  await flow.right.query(`UPDATE r SET a = 'refused again' WHERE id = 1; DROP TABLE r; ${table('r')}`);
  await flow.left.query('ALTER TABLE l DROP CONSTRAINT never');
  await flow.start();
  const rows = (side: 'left' | 'right') =>
    flow?.[side].query(`SELECT id, a FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`);
  await eventually(
    'both sides agree and nothing waits',
    async () => {
      const [left, right] = await Promise.all([rows('left'), rows('right')]);
      const { parked, reconcile } = flow?.engine.status()[0]?.pending ?? {};
      return JSON.stringify(left) === JSON.stringify(right) && parked === 0 && reconcile === 0;
    },
    40,
  );
  expect(await rows('right')).toEqual([
    { id: 1, a: 'a' },
    { id: 2, a: 'b' },
  ]);
  const open = (await flow.ledger()).filter(({ status }) => status === 'held' || status === 'parked');
  expect(open).toEqual([]);
});
