import { afterEach, describe, expect, test } from 'vitest';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));

async function start(
  label: string,
  conflict: object = { rule: { kind: 'newest', tie: 'left' } },
): Promise<Flow> {
  const made = await flowOnDatabases(label, {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields }, conflict }],
  });
  flow = made;
  await made.start();
  return made;
}

/** So many records that were carried from the left. */
async function carry({ left, right }: Flow, count: number): Promise<void> {
  await left.query(`INSERT INTO l SELECT i, 'a' || i, 'b' || i FROM generate_series(1, ${count}) i`);
  await eventually('they are carried', async () => (await right.query('SELECT FROM r')).length === count);
}

const rows = (made: Flow, side: 'left' | 'right') =>
  made[side].query(`SELECT id, a, b FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`);

describe('[E19] a bulk action', { timeout: 90_000 }, () => {
  test('[E21] replays what the source holds now; the dry run has told the same and written nothing', async () => {
    const made = await start('bulk_replay');
    await carry(made, 30);
    await writeUnseen(made.right, `UPDATE r SET a = 'lost' WHERE id <= 20; DELETE FROM r WHERE id = 21`);
    await writeUnseen(made.left, `UPDATE l SET b = 'newer' WHERE id = 20; DELETE FROM l WHERE id = 22`);
    const told = await bulkOnFlow(made, { kind: 'replay', from: 'source' }, { dryRun: true });
    const counts = { done: 22, nothing: 8, refused: 0, held: 0, parked: 0, failed: 0 };
    expect(told.ended).toMatchObject({ records: 30, lines: 30, counts });
    expect(told.records.get('["20"]')).toMatchObject({
      outcome: 'done',
      detail: 'Sets a, b on the right side.',
      before: { left: { a: 'a20', b: 'newer' }, right: { a: 'lost', b: 'b20' } },
      after: { right: { a: 'a20', b: 'newer' } },
    });
    expect((await rows(made, 'right')).filter(({ a }) => a === 'lost')).toHaveLength(20);
    expect((await made.ledger()).filter(({ cause }) => cause === 'replay')).toEqual([]);
    const done = await bulkOnFlow(made, { kind: 'replay', from: 'source' });
    expect(done.ended).toMatchObject({ records: 30, counts });
    expect(await rows(made, 'right')).toEqual(await rows(made, 'left'));
    const lines = await made.store.query<{ status: string; operation_id: string }>(
      `SELECT status, operation_id FROM ledger_entry WHERE cause = 'replay'`,
    );
    expect(lines).toHaveLength(22);
    expect(lines.every((line) => line.status === 'applied' && line.operation_id === done.id)).toBe(true);
    // The running flow goes on with these records as with every other.
    await made.right.query(`UPDATE r SET a = 'after' WHERE id IN (1, 20, 30)`);
    await eventually(
      'later changes are carried',
      async () => (await rows(made, 'left')).filter(({ a }) => a === 'after').length === 3,
    );
    expect(made.engine.status()[0]?.pending).toEqual({ reconcile: 0, held: 0, parked: 0 });
  });
});
