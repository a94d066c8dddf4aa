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

test('[E4] a change that the log told during a round, and that the next reading does not show yet, is waited for', async () => {
  const table = (name: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, name text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const fields = ['id', 'name'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('read_behind', {
    leftSql: `${table('l')} INSERT INTO l VALUES (1, 'a'), (2, 'a');`,
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: {
          rule: { kind: 'prefer', side: 'right' },
          deletes: { carry: 'both', againstUpdate: 'update' },
        },
      },
    ],
  });
  const running = flow;
  await running.start();
  const { open, sessions } = running.engine.lanes[0]!.runtime;
  const { source } = sessions.right;
  const read = source.read.bind(source);
  const readings: Awaited<ReturnType<typeof read>>[] = [];
  source.read = async (request) => {
    const rows = await read(request);
    // A commit that the log tells of is not seen by every session at once.
    readings.push(readings.length === 1 ? (readings[0] ?? []) : rows);
    return readings.at(-1) ?? [];
  };
  const locker = new pg.Client({ connectionString: running.right.url });
  await locker.connect();
  try {
    await writeUnseen(running.right, `UPDATE r SET name = 'unseen' WHERE id = 1; DELETE FROM r WHERE id = 2`);
    await locker.query('BEGIN; INSERT INTO r (id) VALUES (2)');
    await running.left.query(`UPDATE l SET name = 'changed'`);
    // The round has nothing to write to the right of the first record; for the second one it waits there.
    await holdsRows(running.left, 'SELECT name FROM l ORDER BY id', ['unseen', 'changed']);
    await running.right.query(`UPDATE r SET name = 'later' WHERE id = 1`);
    await eventually('its log tells of it', () => Boolean(open.get('["1"]')?.unread));
  } finally {
    await locker.end();
  }
  await eventually('nothing is open', () => open.size === 0, 20);
  expect(readings.length).toBeGreaterThan(1);
  await holdsRows(running.left, 'SELECT id, name FROM l ORDER BY id', ['1 later', '2 changed']);
});
