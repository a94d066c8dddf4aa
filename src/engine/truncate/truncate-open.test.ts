import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { OpenRecords } from '../reconcile/open-records.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await flow?.close();
  flow = null;
});

const waiting = (running: Flow) => running.store.query('SELECT "recordKey", state FROM pending_record');

async function start(
  label: string,
  rightColumn: string,
  rows: [string, string],
  carry: string,
): Promise<Flow> {
  const fields = ['id', 'name'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases(label, {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name text); ALTER TABLE l REPLICA IDENTITY FULL; ${rows[0]}`,
    rightSql: `CREATE TABLE r (id int PRIMARY KEY, name ${rightColumn}); ALTER TABLE r REPLICA IDENTITY FULL; ${rows[1]}`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: {
          breaker: 'off',
          deletes: { carry, againstUpdate: 'delete' },
          first: { differ: { kind: 'hold' } },
        },
      },
    ],
  });
  await flow.start();
  return flow;
}

describe('[E11] a truncation of a table of which records are open', () => {
  test('is not forgotten of them where the engine dies once it has been carried', async () => {
    const running = await start(
      'truncate_held',
      'text',
      [`INSERT INTO l VALUES (1, 'a')`, `INSERT INTO r VALUES (1, 'b')`],
      'both',
    );
    await eventually('it is held', async () => (await waiting(running)).length === 1);
    vi.spyOn(OpenRecords.prototype, 'takeDue').mockReturnValue([]);
    const { truncations } = running.engine.lanes[0]!.runtime;
    const done = vi.spyOn(truncations, 'done');
    await running.left.query('TRUNCATE l');
    await eventually('it is carried', () => done.mock.calls.length > 0);
    await running.stop();
    vi.restoreAllMocks();
    await running.start();
    await eventually('nothing waits', async () => (await waiting(running)).length === 0);
    expect(await running.left.query('SELECT FROM l')).toEqual([]);
    await holdsRows(running.right, 'SELECT id FROM r', []);
  });

  test.each(['both', 'none'])(
    'lets none of them wait that is on neither side any more (deletes: %s)',
    async (carry) => {
      const running = await start('truncate_parked', 'int', ['', ''], carry);
      await running.left.query(`INSERT INTO l VALUES (1, 'many')`);
      await eventually('it is parked', async () => (await waiting(running)).length === 1);
      await running.left.query(`INSERT INTO l VALUES (2, 'many'); TRUNCATE l`);
      await eventually('nothing waits', async () => (await waiting(running)).length === 0);
      const unsettled = (await running.ledger()).filter(
        ({ status }) => status === 'parked' || status === 'held',
      );
      expect(unsettled).toEqual([]);
    },
  );
});
