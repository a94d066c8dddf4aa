import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const source = `
  export function transform({ email }: Input): Output {
    if (email === 'boom') throw new Error('no such mailbox');
    return { mail: email.toLowerCase() };
  }`;

test('[E24] a record that the code failed for is not forgotten when it goes, or comes out so that a filter behind the code leaves it out', async () => {
  flow = await flowOnDatabases('filter_behind_code', {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, email text); ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l VALUES (1, 'A'), (2, 'B'), (3, 'C'), (4, 'hidden');`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, mail text); ALTER TABLE r REPLICA IDENTITY FULL;',
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          direction: 'forward',
          match: [['id', 'id']],
          fields: ['id', 'mail'].map((name) => ({ left: name, right: name })),
        },
        conflict: { breaker: 'off' },
        code: {
          left: [
            { form: 'transform', source, fields: [{ name: 'mail', type: { kind: 'text' } }], leave: 'keep' },
            { kind: 'filter', condition: 'mail != "hidden"', leave: 'delete' },
          ],
        },
      },
    ],
  });
  const running = flow;
  await running.start();
  await holdsRows(running.right, 'SELECT * FROM r ORDER BY id', ['1 a', '2 b', '3 c']);
  await running.left.query(`UPDATE l SET email = 'boom' WHERE id <= 2`);
  await eventually('both are parked', () => running.status()[0]?.pending.parked === 2);
  await running.left.query(`DELETE FROM l WHERE id = 1; UPDATE l SET email = 'HIDDEN' WHERE id = 2`);
  await holdsRows(running.right, 'SELECT * FROM r ORDER BY id', ['3 c']);
  await eventually('nothing waits', async () => {
    const open = (await running.ledger()).filter(({ status }) => status === 'parked' || status === 'held');
    return running.status()[0]?.pending.parked === 0 && open.length === 0;
  });
  expect(await running.store.query('SELECT FROM pending_record')).toEqual([]);
});
