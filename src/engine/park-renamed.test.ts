import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { verifyFirst } from '#testing/engine/verify-first.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const waiting = (running: Flow) =>
  running.store.query<{ recordKey: string; state: string; code: string }>(
    'SELECT "recordKey", state, code FROM pending_record ORDER BY "recordKey"',
  );

test.each<{ refuses: string; direction: 'both' | 'forward'; bad: string; code: string; right: string }>([
  { refuses: 'the mapping', direction: 'both', bad: "'many'", code: 'CAST_FAILED', right: 'amount int' },
  { refuses: 'the mapping', direction: 'forward', bad: "'many'", code: 'CAST_FAILED', right: 'amount int' },
  {
    refuses: 'the other side',
    direction: 'both',
    bad: "'13'",
    code: 'CHECK_VIOLATION',
    right: 'amount int CHECK (amount <> 13)',
  },
])(
  '[E9] [E4] a record that gets another key and a value that $refuses refuses waits under its new key alone ($direction)',
  async ({ direction, bad, code, right }) => {
    flow = await flowOnDatabases('park_renamed', {
      leftSql: `CREATE TABLE l (id int PRIMARY KEY, amount text); ALTER TABLE l REPLICA IDENTITY FULL;
        INSERT INTO l VALUES (1, '1'), (2, '2');`,
      rightSql: `CREATE TABLE r (id int PRIMARY KEY, ${right}); ALTER TABLE r REPLICA IDENTITY FULL;`,
      lanes: [
        {
          left: 'public.l',
          right: 'public.r',
          mapping: {
            direction,
            match: [['id', 'id']],
            fields: [
              { left: 'id', right: 'id' },
              { left: 'amount', right: 'amount' },
            ],
          },
        },
      ],
    });
    const running = flow;
    await running.start();
    await running.left.query(`UPDATE l SET id = 7, amount = ${bad} WHERE id = 1`);
    await eventually('the new key waits alone', async () => {
      const found = await waiting(running);
      return JSON.stringify(found) === JSON.stringify([{ recordKey: '["7"]', state: 'parked', code }]);
    });
    expect(await running.right.query('SELECT id, amount FROM r ORDER BY id')).toEqual([{ id: 2, amount: 2 }]);
    await running.left.query(`UPDATE l SET amount = '3' WHERE id = 7`);
    await eventually('nothing waits', async () => (await waiting(running)).length === 0);
    expect(await running.right.query('SELECT id, amount FROM r ORDER BY id')).toEqual([
      { id: 2, amount: 2 },
      { id: 7, amount: 3 },
    ]);
    expect(await verifyFirst(running.engine)).toMatchObject({
      checked: 2,
      differing: 0,
      onlyLeft: 0,
      onlyRight: 0,
    });
    const unsettled = (await running.ledger()).filter(({ status }) =>
      ['parked', 'held', 'failed'].includes(status),
    );
    expect(unsettled).toEqual([]);
  },
);
