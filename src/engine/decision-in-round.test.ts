import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

test('[E22] a decision that comes while a round has the record in hand is carried out after it', async () => {
  const table = (name: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, name text, note text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const fields = ['id', 'name', 'note'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('decision_in_round', {
    leftSql: `${table('l')} INSERT INTO l VALUES (1, 'a', 'b'), (2, 'a', 'b');`,
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
  const running = flow;
  await running.start();
  const { open } = running.engine.lanes[0]!.runtime;
  await writeUnseen(running.right, `UPDATE r SET name = 'right'`);
  await running.left.query(`UPDATE l SET name = 'left'`);
  await eventually('both are held', () => open.count('held') === 2);
  const locker = new pg.Client({ connectionString: running.right.url });
  await locker.connect();
  try {
    await locker.query('BEGIN; SELECT FROM r WHERE id = 2 FOR UPDATE');
    // A round has both in hand: the first one is held again, the second one waits to be written on the right.
    await running.left.query(`UPDATE l SET note = 'changed'; UPDATE l SET name = 'a' WHERE id = 2`);
    await eventually('the round writes', async () => {
      const [row] = await running.right.query<{ waits: boolean }>(
        `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted) AS waits`,
      );
      return row?.waits === true;
    });
    expect(open.get('["1"]')?.busy).toBe(true);
    const decision = { fields: { name: 'right' }, record: null, by: 'Ann', at: Date.now() * 1000 };
    await running.store.query('UPDATE pending_record SET decision = $1 WHERE "recordKey" = $2', [
      decision,
      '["1"]',
    ]);
    await running.engine.refreshPending();
  } finally {
    await locker.end();
  }
  await eventually('nothing is open', () => open.size === 0);
  await holdsRows(running.left, 'SELECT * FROM l ORDER BY id', ['1 right changed', '2 right changed']);
  await holdsRows(running.right, 'SELECT * FROM r ORDER BY id', ['1 right changed', '2 right changed']);
});
