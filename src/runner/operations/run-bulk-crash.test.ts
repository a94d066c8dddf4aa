import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { addBulk, bulkOnFlow, recordsOf } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import type { FaultPlan, FaultPoint } from '#testing/faults/fault-points.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(() => flow?.close());

/** A table that counts how often each of its records is written. */
const tables = (name: string) => ({
  postgres: `
CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); ALTER TABLE ${name} REPLICA IDENTITY FULL;
CREATE TABLE writes_${name} (id int);
CREATE FUNCTION count_${name}() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO public.writes_${name} VALUES (NEW.id); RETURN NULL; END';
CREATE TRIGGER counted AFTER UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION count_${name}();`,
  mysql: `
CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); CREATE TABLE writes_${name} (id int);
CREATE TRIGGER counted AFTER UPDATE ON ${name} FOR EACH ROW INSERT INTO writes_${name} VALUES (NEW.id);`,
});
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));

const COUNT = 60;

/** So many records that both sides hold, and that the left one has changed since: its change is carried. */
async function start(
  label: string,
  faults: FaultPlan = () => false,
  right: 'postgres' | 'mysql' = 'postgres',
): Promise<Flow> {
  const made = await flowOnDatabases(label, {
    systems: { left: postgresSystem, right: right === 'mysql' ? mysqlSystem : postgresSystem },
    leftSql: tables('l').postgres,
    rightSql: tables('r')[right],
    lanes: [
      {
        left: 'public.l',
        right: right === 'mysql' ? 'r' : 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: {
          rule: { kind: 'newest', tie: 'left' },
          breaker: { deletes: COUNT, deletesShare: 0 },
        },
      },
    ],
    faults,
  });
  flow = made;
  await made.start();
  await made.left.query(`INSERT INTO l SELECT i, 'first', 'b' FROM generate_series(1, ${COUNT}) i`);
  await eventually('they are carried', async () => (await rows(made, 'r')).length === COUNT);
  await made.left.query(`UPDATE l SET a = 'mistake'`);
  await eventually('it is carried', async () => (await rows(made, 'r')).every(({ a }) => a === 'mistake'));
  return made;
}

const rows = (made: Flow, name: 'l' | 'r') =>
  made[name === 'l' ? 'left' : 'right'].query<{ id: number; a: string; b: string }>(
    `SELECT id, a, b FROM ${name} ORDER BY id`,
  );

/** How often the most written record of a side was written since the counts were forgotten. */
async function mostWrites(made: Flow, name: 'l' | 'r'): Promise<number> {
  const side = made[name === 'l' ? 'left' : 'right'];
  const found = await side.query<{ n: number }>(
    `SELECT coalesce(max(n), 0) AS n FROM (SELECT count(*) AS n FROM writes_${name} GROUP BY id) c`,
  );
  return Number(found[0]?.n ?? 0);
}

const replay: BulkAction = { kind: 'replay', from: 'source' };
const revert: BulkAction = { kind: 'revert', sides: 'both' };
const linesOf = (made: Flow, id: string) =>
  made.store.query<{ status: string; n: number }>(
    `SELECT status, count(*)::int AS n FROM ledger_entry WHERE operation_id = '${id}' GROUP BY 1`,
  );

describe('[E20] a bulk action whose runner dies in the middle goes on, and no record is done twice', {
  timeout: 120_000,
}, () => {
  const points: FaultPoint[] = [
    'store before commit',
    'reconcile before left commit',
    'reconcile between the sides',
    'reconcile after right commit',
  ];
  test.each([
    ...points.map((point) => ({ point, action: revert, writes: { l: 1, r: 1 }, right: 'postgres' as const })),
    ...(['postgres', 'mysql'] as const).map((right) => ({
      ...{ point: 'reconcile between the sides' as const, action: replay, writes: { l: 0, r: 1 }, right },
    })),
    {
      ...{ point: 'reconcile between the sides' as const, action: revert, writes: { l: 1, r: 1 } },
      right: 'mysql' as const,
    },
  ])('$action.kind to $right, $point', async ({ point, action, writes, right }) => {
    let armed = false;
    let dead = false;
    let die = () => {};
    const made = await start(
      'bulk_crash',
      (at) => {
        // Who is dead keeps nothing.
        if (dead) return at === 'store before commit';
        if (!armed || at !== point) return false;
        armed = false;
        dead = true;
        die();
        return true;
      },
      right,
    );
    if (action === replay) await writeUnseen(made.right, `UPDATE r SET a = 'lost'`);
    await made.left.query('TRUNCATE writes_l');
    await made.right.query('TRUNCATE writes_r');
    const filter = { op: ['update' as const] };
    const id = await addBulk(made, action, { filter });
    let stopped: Promise<unknown> = Promise.resolve();
    const died = bulkOnFlow(made, action, {
      id,
      rate: () => COUNT / 3,
      onProgress: ({ done }, stop) => {
        die = () => {
          stop.runner.abort();
          stopped = made.stop();
        };
        if (!dead && done > 0 && done < COUNT) armed = true;
      },
    });
    await Promise.allSettled([died]);
    expect(armed).toBe(false);
    await stopped;
    const halves = () => made.store.query<{ id: string }>('SELECT id FROM half_written');
    const isHalf = action === revert && point !== 'store before commit';
    expect(await halves()).toHaveLength(isHalf ? 1 : 0);
    dead = false;
    made.forgetFailure();
    await made.start();
    expect(await halves()).toEqual([]);
    const { ended } = await bulkOnFlow(made, action, { id });
    expect(ended).toMatchObject({ records: COUNT, counts: { done: COUNT } });
    const wanted = action === replay ? 'mistake' : 'first';
    await eventually('both sides agree', async () => {
      const both = [...(await rows(made, 'l')), ...(await rows(made, 'r'))];
      return both.every(({ a }) => a === wanted) && made.engine.status()[0]?.pending.reconcile === 0;
    });
    expect({ l: await mostWrites(made, 'l'), r: await mostWrites(made, 'r') }).toEqual(writes);
    expect(await linesOf(made, id)).toEqual([{ status: 'applied', n: COUNT }]);
    expect((await recordsOf(made, id)).size).toBe(COUNT);
  });
});

describe('[E19] a bulk action under way', { timeout: 120_000 }, () => {
  test('pauses between two pages, and goes on where it was', async () => {
    const made = await start('bulk_pause');
    await writeUnseen(made.right, `UPDATE r SET a = 'lost'`);
    const filter = { op: ['update' as const] };
    const id = await addBulk(made, replay, { filter });
    const first = await bulkOnFlow(made, replay, {
      id,
      rate: () => COUNT / 3,
      onProgress: ({ done }, { pause }) => {
        if (done > 0) pause.abort();
      },
    });
    expect(first.ended).toEqual({ end: 'paused' });
    expect(first.records.size).toBe(COUNT / 3);
    const lost = async () => (await rows(made, 'r')).filter(({ a }) => a === 'lost').length;
    expect(await lost()).toBe((COUNT / 3) * 2);
    const second = await bulkOnFlow(made, replay, { id });
    expect(second.ended).toMatchObject({ records: COUNT, counts: { done: COUNT } });
    expect(await lost()).toBe(0);
    expect(await linesOf(made, id)).toEqual([{ status: 'applied', n: COUNT }]);
  });

  test('cancelled half way it tells what was done, which can be reverted, and that again', async () => {
    const made = await start('bulk_cancel');
    const part = COUNT / 3;
    const id = await addBulk(made, revert, { filter: { op: ['update'] } });
    const cancelled = await bulkOnFlow(made, revert, {
      id,
      rate: () => part,
      onProgress: ({ done }, { runner }) => {
        if (done > 0) runner.abort();
      },
    });
    const counts = { done: part, nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 };
    expect(cancelled.ended).toMatchObject({ records: part, lines: part, counts });
    const back = async () => [
      (await rows(made, 'l')).filter(({ a }) => a === 'first').length,
      (await rows(made, 'r')).filter(({ a }) => a === 'first').length,
    ];
    expect(await back()).toEqual([part, part]);
    const undone = await bulkOnFlow(made, revert, { filter: { operationId: id } });
    expect(undone.ended).toMatchObject({ records: part, counts });
    expect(await back()).toEqual([0, 0]);
    const redone = await bulkOnFlow(made, revert, { filter: { operationId: undone.id } });
    expect(redone.ended).toMatchObject({ records: part, counts });
    expect(await back()).toEqual([part, part]);
  });

  test('waits while the flow does not run, says so, and goes on by itself', async () => {
    const made = await start('bulk_wait');
    await writeUnseen(made.right, `UPDATE r SET a = 'lost'`);
    const filter = { op: ['update' as const] };
    const said = new Set<string | null>();
    await made.stop();
    const running = bulkOnFlow(made, replay, { filter, onProgress: ({ waiting }) => said.add(waiting) });
    await eventually('it waits', () => said.has('The flow does not run.'));
    await made.start();
    expect((await running).ended).toMatchObject({ records: COUNT, counts: { done: COUNT } });
    expect((await rows(made, 'r')).every(({ a }) => a === 'mistake')).toBe(true);
  });

  test('[E12] waits while the breaker stops its mapping, says so, and can be cancelled meanwhile', async () => {
    const made = await start('bulk_breaker');
    const part = COUNT / 3;
    const more = COUNT + 1;
    await made.left.query(`INSERT INTO l SELECT i, 'm', 'm' FROM generate_series(1001, ${1000 + more}) i`);
    await eventually('more is carried', async () => (await rows(made, 'r')).length === COUNT + more);
    const said = new Set<string | null>();
    let cancel: AbortController | null = null;
    const running = bulkOnFlow(made, revert, {
      ...{ filter: { op: ['update'] }, rate: () => part },
      onProgress: ({ done, waiting }, stop) => {
        said.add(waiting);
        if (done > 0 && !cancel) void made.left.query('DELETE FROM l WHERE id > 1000');
        cancel = stop.runner;
      },
    });
    const words =
      'The breaker has stopped what comes from the left side, until a person approves or discards it.';
    await eventually('it waits', () => said.has(words));
    (cancel as AbortController | null)?.abort();
    const { ended } = await running;
    const done = (ended as BulkResult).counts.done;
    expect(done).toBeGreaterThanOrEqual(part);
    expect(done).toBeLessThan(COUNT);
    await made.pool.query(
      `UPDATE breaker_trip SET state = 'approved', "decidedBy" = 'Ada', "decidedAt" = 1 WHERE state = 'tripped'`,
    );
    await made.stop();
    await made.start();
    const rest = await bulkOnFlow(made, revert, { filter: { op: ['update'] } });
    expect(rest.ended).toMatchObject({ counts: { done: COUNT - done, nothing: done } });
    expect((await rows(made, 'r')).map(({ a }) => a)).toEqual(Array(COUNT).fill('first'));
  });

  test('a line that it cannot make sense of refuses its record alone', async () => {
    const made = await start('bulk_nonsense');
    await made.store.query(
      `UPDATE ledger_entry SET status = 'resolved', conflict = '{}', verdicts = '[]' WHERE op = 'update' AND record_key = '["7"]'`,
    );
    const again: BulkAction = { kind: 're-decide', rule: { kind: 'prefer', side: 'right' } };
    const { ended, records } = await bulkOnFlow(made, again, { filter: { op: ['update'] } });
    expect(ended).toMatchObject({
      counts: { nothing: COUNT - 1, refused: 1 },
      reasons: [{ code: 'INTERNAL', count: 1 }],
    });
    expect(records.get('["7"]')).toMatchObject({
      outcome: 'refused',
      detail: expect.stringContaining('undefined'),
    });
  });

  test('whose mapping is deployed away, or whose flow is deleted, ends with all that was done', async () => {
    const made = await start('bulk_gone');
    const part = COUNT / 3;
    const filter = { op: ['update' as const] };
    /** Carries a part out, and lets something happen to the flow before the next one. */
    const inTheMiddle = async (happens: string) => {
      let happened: Promise<unknown> | null = null;
      const found = await bulkOnFlow(made, revert, {
        ...{ filter, rate: () => part },
        onProgress: ({ done }) => {
          if (done > 0) happened ??= made.pool.query(happens).then(() => made.stop());
        },
      });
      await happened;
      return found.ended;
    };
    const counts = { done: part, nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 };
    const reasons = [{ outcome: 'refused', code: 'LANE_GONE', count: COUNT - part }];
    const gone = await inTheMiddle(`UPDATE flow_version SET lanes = '[]'`);
    expect(gone).toMatchObject({ records: COUNT, counts: { ...counts, refused: COUNT - part }, reasons });
    await made.pool.query('UPDATE flow_version SET lanes = $1', [JSON.stringify(made.lanes)]);
    await made.start();
    const deleted = await inTheMiddle('DELETE FROM flow');
    const sofar = { records: part, counts: { ...counts, done: 0, nothing: part } };
    expect(deleted).toMatchObject({ end: 'failed', error: { code: 'NOT_FOUND' }, result: sofar });
  });

  test('loses no edit of its own records, and holds up no other', async () => {
    const made = await start('bulk_live');
    const filter = { op: ['update' as const] };
    const last = new Map<number, string>();
    let over = false;
    /** Edits go on all the while: even records on the left, odd ones on the right. */
    const traffic = (async () => {
      for (let n = 1; !over; n += 1) {
        const id = (n % COUNT) + 1;
        const [side, name] = id % 2 === 0 ? ([made.left, 'l'] as const) : ([made.right, 'r'] as const);
        await side.query(`UPDATE ${name} SET b = 'edit ${n}' WHERE id = ${id}`);
        last.set(id, `edit ${n}`);
        await sleep(3);
      }
    })();
    await eventually('edits flow', () => last.size > 5);
    const { ended, records } = await bulkOnFlow(made, revert, { filter, rate: () => COUNT / 2 });
    over = true;
    await traffic;
    expect(ended).toMatchObject({ records: COUNT });
    const quiet = async () => {
      const [left, right] = [await rows(made, 'l'), await rows(made, 'r')];
      const pending = made.engine.status()[0]?.pending;
      return pending?.reconcile === 0 && JSON.stringify(left) === JSON.stringify(right);
    };
    await eventually('both sides agree', quiet, 30);
    const now = await rows(made, 'l');
    for (const [id, edit] of last) expect(now.find((row) => row.id === id)?.b, `record ${id}`).toBe(edit);
    const done = [...records.values()].filter(({ outcome }) => outcome === 'done');
    expect(done.length).toBeGreaterThan(COUNT / 2);
    for (const { recordKey } of done) {
      const [id] = JSON.parse(recordKey);
      expect(now.find((row) => String(row.id) === id)?.a, `record ${id}`).toBe('first');
    }
  });
});
