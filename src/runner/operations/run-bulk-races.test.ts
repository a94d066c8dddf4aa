import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { SelectedRecords } from '#db/ledger/selected-records.ts';
import { Route } from '#engine/apply/route.ts';
import { addBulk, bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import type { FaultPlan } from '#testing/faults/fault-points.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await flow?.close();
  flow = null;
});

const COUNT = 10;
const replay: BulkAction = { kind: 'replay', from: 'source' };
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));

/** So many records that both sides hold, the first of which the right side does not take. */
async function start(label: string, tie = 'left'): Promise<Flow> {
  const made = await flowOnDatabases(label, {
    leftSql: 'CREATE TABLE l (id int PRIMARY KEY, a text, b text); ALTER TABLE l REPLICA IDENTITY FULL;',
    rightSql: `CREATE TABLE r (id int PRIMARY KEY, a text CHECK (a <> 'bad'), b text); ALTER TABLE r REPLICA IDENTITY FULL;`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: { rule: { kind: 'newest', tie }, breaker: 'off' },
      },
    ],
  });
  flow = made;
  await made.start();
  await made.left.query(`INSERT INTO l SELECT i, 'first', 'b' FROM generate_series(1, ${COUNT}) i`);
  await eventually('they are carried', async () => (await right(made)).length === COUNT);
  await made.left.query(`UPDATE l SET a = CASE id WHEN 1 THEN 'bad' ELSE 'good' END`);
  await eventually(
    'they are carried',
    async () => (await right(made)).filter(({ a }) => a === 'good').length === COUNT - 1,
  );
  await eventually('one is parked', () => made.engine.status()[0]?.pending.parked === 1);
  return made;
}

const right = (made: Flow) => made.right.query<{ id: number; a: string }>('SELECT id, a FROM r ORDER BY id');

describe('[E19] a bulk action', { timeout: 90_000 }, () => {
  test('that is cancelled while it waits for a parked record tells all that it has written', async () => {
    const made = await start('bulk_cut');
    await writeUnseen(made.right, `UPDATE r SET a = 'lost' WHERE id > 1`);
    let written = false;
    const { commit } = PgLaneStore.prototype;
    vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(function (this: PgLaneStore, lease, given) {
      written ||= given.entries?.some(({ operationId }) => operationId !== null) ?? false;
      return commit.call(this, lease, given);
    });
    const stop = { runner: new AbortController(), pause: new AbortController() };
    const { passed } = Route.prototype;
    vi.spyOn(Route.prototype, 'passed').mockImplementation(function (this: Route, position, signal) {
      if (!written) return passed.call(this, position, signal);
      // Whoever waits now waits for the parked record's log.
      queueMicrotask(() => stop.runner.abort());
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const { ended } = await bulkOnFlow(made, replay, { filter: { op: ['update'] }, stop });
    expect((await right(made)).filter(({ a }) => a === 'good')).toHaveLength(COUNT - 1);
    expect(ended).toMatchObject({ counts: { done: COUNT - 1 } });
  });

  test('[E21] decides nothing of a record that went out of the selection after its page was read', async () => {
    const made = await start('bulk_gone_by', 'right');
    const { lines } = SelectedRecords.prototype;
    vi.spyOn(SelectedRecords.prototype, 'lines').mockImplementationOnce(async function (
      this: SelectedRecords,
      ...given
    ) {
      await made.right.query('ALTER TABLE r DROP CONSTRAINT r_a_check');
      await made.left.query(`UPDATE l SET b = 'again' WHERE id = 1`);
      await eventually('it is in line', () => made.engine.status()[0]?.pending.parked === 0);
      await writeUnseen(made.left, `UPDATE l SET b = 'mine' WHERE id = 1`);
      return lines.apply(this, given);
    });
    const { ended } = await bulkOnFlow(made, replay, { filter: { status: ['parked'] } });
    expect(ended).toMatchObject({ records: 1, counts: { nothing: 1 } });
    expect(await made.left.query('SELECT b FROM l WHERE id = 1')).toEqual([{ b: 'mine' }]);
  });
});

/** A lane with a field on the right that is computed from one which both sides may change. */
async function startComputed(label: string, rule: object, faults?: FaultPlan): Promise<Flow> {
  const computed = {
    ...{ left: 'nick', right: 'greeting', direction: 'forward' },
    transform: { forward: [{ kind: 'template', text: 'Dear {nick}' }] },
  };
  const made = await flowOnDatabases(label, {
    leftSql: 'CREATE TABLE l (id int PRIMARY KEY, nick text); ALTER TABLE l REPLICA IDENTITY FULL;',
    rightSql:
      'CREATE TABLE r (id int PRIMARY KEY, nick text, greeting text); ALTER TABLE r REPLICA IDENTITY FULL;',
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: [{ left: 'id', right: 'id' }, { left: 'nick', right: 'nick' }, computed],
        },
        conflict: { rule, breaker: 'off' },
      },
    ],
    ...(faults && { faults }),
  });
  flow = made;
  await made.start();
  await made.left.query(`INSERT INTO l VALUES (1, 'Ann')`);
  await eventually('it is carried', async () => (await greeting(made)) === 'Dear Ann');
  return made;
}

const greeting = async (made: Flow) =>
  (await made.right.query<{ greeting: string }>('SELECT greeting FROM r'))[0]?.greeting;

describe('[E13] a field that is computed from what a bulk action has written', { timeout: 90_000 }, () => {
  test('follows when a held record is decided', async () => {
    const made = await startComputed('bulk_computed', { kind: 'hold' });
    await writeUnseen(made.right, `UPDATE r SET nick = 'Bo'`);
    await made.left.query(`UPDATE l SET nick = 'Cy'`);
    await eventually('it is held', () => made.engine.status()[0]?.pending.held === 1);
    const decided: BulkAction = { kind: 'resolve', decision: 'right' };
    const { ended } = await bulkOnFlow(made, decided, { filter: { status: ['held'] } });
    expect(ended).toMatchObject({ counts: { done: 1 } });
    expect(await made.left.query('SELECT nick FROM l')).toEqual([{ nick: 'Bo' }]);
    await eventually('it follows', async () => (await greeting(made)) === 'Dear Bo', 20);
    const pending = { reconcile: 0, held: 0, parked: 0 };
    await eventually('it is closed', () => isDeepStrictEqual(made.engine.status()[0]?.pending, pending));
  });

  test('[E20] follows also where the runner dies before the result is kept', async () => {
    let dead = false;
    let armed = false;
    const made = await startComputed('bulk_computed_crash', { kind: 'newest' }, (at) => {
      if (armed && at === 'reconcile between the sides') dead = true;
      return dead && at === 'store before commit';
    });
    await made.right.query(`UPDATE r SET nick = 'Bo'`);
    await eventually('it is carried', async () => (await greeting(made)) === 'Dear Bo');
    await writeUnseen(made.left, `UPDATE l SET nick = 'Di'`);
    await writeUnseen(made.right, `UPDATE r SET greeting = 'Dear Di'`);
    const stop = { runner: new AbortController(), pause: new AbortController() };
    armed = true;
    const filter = { side: 'right' as const, op: ['update' as const] };
    const id = await addBulk(made, replay, { filter });
    const died = bulkOnFlow(made, replay, { id, stop });
    await eventually('it has died', () => dead);
    stop.runner.abort();
    await Promise.allSettled([made.stop(), died]);
    expect(await made.left.query('SELECT nick FROM l')).toEqual([{ nick: 'Bo' }]);
    armed = false;
    dead = false;
    made.forgetFailure();
    await made.start();
    // Also where nobody takes the action up again.
    await eventually('it follows', async () => (await greeting(made)) === 'Dear Bo', 20);
    await eventually('it is closed', () => made.engine.status()[0]?.pending.reconcile === 0);
    await bulkOnFlow(made, replay, { id });
    const lines = (await made.ledger()).map(({ cause, status }) => `${cause} ${status}`);
    expect(lines.filter((line) => line.startsWith('replay'))).toEqual(['replay applied']);
  });
});
