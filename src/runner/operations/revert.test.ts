import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { type BulkOptions, bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { FaultPoint } from '#testing/faults/fault-points.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(() => flow?.close());

const both: BulkAction = { kind: 'revert', sides: 'both' };
const table = (name: string, identity: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); ALTER TABLE ${name} REPLICA IDENTITY ${identity};`;
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));

async function start(
  label: string,
  {
    mapping = {},
    rule = { kind: 'newest' },
    identity = 'FULL',
    faults,
  }: {
    mapping?: object;
    rule?: object;
    identity?: 'FULL' | 'DEFAULT';
    faults?: (at: FaultPoint) => boolean;
  } = {},
): Promise<Flow> {
  const made = await flowOnDatabases(label, {
    leftSql: `${table('l', identity)} INSERT INTO l SELECT i, 'a', 'b' || i FROM generate_series(1, 40) i`,
    rightSql: table('r', identity),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields, ...mapping },
        conflict: { rule, breaker: 'off' },
      },
    ],
    ...(faults ? { faults } : {}),
  });
  flow = made;
  await made.start();
  return made;
}

const rows = (made: Flow, side: 'left' | 'right') =>
  made[side].query<{ id: number; a: string; b: string }>(
    `SELECT id, a, b FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`,
  );

/** Waits until both sides hold the same, which this tells of. */
async function settled(
  made: Flow,
  holds: (left: { id: number; a: string; b: string }[]) => boolean,
): Promise<void> {
  await eventually('both sides agree', async () => {
    const [left, right] = await Promise.all([rows(made, 'left'), rows(made, 'right')]);
    return holds(left) && JSON.stringify(left) === JSON.stringify(right);
  });
}

const countsOf = (ended: unknown) => (ended as BulkResult).counts;

describe('[E23] a revert', { timeout: 90_000 }, () => {
  test('takes a mass update back on both sides, and leaves what was edited since', async () => {
    const made = await start('revert_update');
    await made.left.query(`UPDATE l SET a = 'oops'`);
    await settled(made, (left) => left.every(({ a }) => a === 'oops'));
    await made.right.query(`UPDATE r SET a = 'meant' WHERE id = 1; UPDATE r SET b = 'other' WHERE id = 2`);
    await settled(made, ([first, second]) => first?.a === 'meant' && second?.b === 'other');
    const selection: BulkOptions = { filter: { side: 'left', op: ['update'], cause: 'live' } };
    const told = await bulkOnFlow(made, both, { ...selection, dryRun: true });
    expect(countsOf(told.ended)).toMatchObject({ done: 39, refused: 1 });
    expect(told.records.get('["1"]')).toMatchObject({
      outcome: 'refused',
      code: 'CHANGED_SINCE',
      before: { left: { a: 'meant' }, right: { a: 'meant' } },
    });
    expect((await rows(made, 'left')).filter(({ a }) => a === 'oops')).toHaveLength(39);
    const done = await bulkOnFlow(made, both, selection);
    expect(countsOf(done.ended)).toMatchObject({ done: 39, refused: 1 });
    const left = await rows(made, 'left');
    expect(left.map(({ a }) => a)).toEqual(['meant', ...Array(39).fill('a')]);
    expect(left[1]).toMatchObject({ b: 'other' });
    expect(await rows(made, 'right')).toEqual(left);
    const lines = (await made.ledger()).filter(({ cause }) => cause === 'revert');
    expect(lines).toHaveLength(39);
    // It is done once: nothing of ours stands any more.
    const again = await bulkOnFlow(made, both, selection);
    expect(countsOf(again.ended)).toMatchObject({ done: 0, nothing: 39, refused: 1 });
    // A revert is taken back like any other operation.
    const back = await bulkOnFlow(made, both, { filter: { operationId: done.id } });
    expect(countsOf(back.ended)).toMatchObject({ done: 39 });
    expect((await rows(made, 'right')).filter(({ a }) => a === 'oops')).toHaveLength(39);
    await made.right.query(`UPDATE r SET a = 'after' WHERE id IN (3, 4)`);
    await settled(made, (now) => now.filter(({ a }) => a === 'after').length === 2);
  });

  test('looks at what stands where a side holds something else than its last line tells', async () => {
    const made = await start('revert_unseen');
    await made.left.query(`UPDATE l SET a = 'oops'`);
    await settled(made, (left) => left.every(({ a }) => a === 'oops'));
    // As our own transactions are, these are carried by nobody.
    await made.left.query(`BEGIN; UPDATE syncline.checkpoint SET at = clock_timestamp();
      UPDATE l SET a = 'unseen' WHERE id = 1; UPDATE l SET b = 'unseen' WHERE id = 2;
      UPDATE l SET a = 'a' WHERE id = 3; COMMIT`);
    const selection: BulkOptions = { filter: { side: 'left', op: ['update'], cause: 'live' } };
    const told = await bulkOnFlow(made, both, { ...selection, dryRun: true });
    const done = await bulkOnFlow(made, both, selection);
    expect(countsOf(done.ended)).toEqual(countsOf(told.ended));
    const [left, right] = [await rows(made, 'left'), await rows(made, 'right')];
    // What somebody put there stands, and the other side gets it where both would not agree without.
    expect(left.map(({ a }) => a)).toEqual(['unseen', ...Array(39).fill('a')]);
    expect(right.map(({ a }) => a)).toEqual(left.map(({ a }) => a));
    expect(left[1]).toMatchObject({ b: 'unseen' });
    expect(done.records.get('["1"]')?.detail).toBe(told.records.get('["1"]')?.detail);
  });

  test('makes deleted records again and takes made ones away, and can be reverted itself', async () => {
    const made = await start('revert_delete');
    await made.left.query(`DELETE FROM l WHERE id <= 10`);
    await settled(made, (left) => left.length === 30);
    await made.right.query(`INSERT INTO r SELECT i, 'new', 'n' FROM generate_series(50, 54) i`);
    await settled(made, (left) => left.length === 35);
    await made.left.query(`INSERT INTO l VALUES (1, 'made anew', 'x')`);
    await settled(made, (left) => left.length === 36);
    const filter = { op: ['delete' as const, 'insert' as const], cause: 'live' as const };
    const reverted = await bulkOnFlow(made, both, { filter: { ...filter, to: new Date().toISOString() } });
    // Record 1 was deleted and made anew: both are taken back.
    expect(countsOf(reverted.ended)).toMatchObject({ done: 15 });
    const left = await rows(made, 'left');
    expect(left).toHaveLength(40);
    expect(left[0]).toEqual({ id: 1, a: 'a', b: 'b1' });
    expect(await rows(made, 'right')).toEqual(left);
    const again = await bulkOnFlow(made, both, { filter: { operationId: reverted.id } });
    expect(countsOf(again.ended)).toMatchObject({ done: 15 });
    const now = await rows(made, 'left');
    expect(now.map(({ id }) => id)).toEqual([
      1,
      ...Array.from({ length: 30 }, (_, i) => i + 11),
      50,
      51,
      52,
      53,
      54,
    ]);
    expect(now[0]).toMatchObject({ a: 'made anew' });
    expect(await rows(made, 'right')).toEqual(now);
  });

  test('goes on while both sides are edited, and loses none of the edits', async () => {
    const made = await start('revert_live');
    await made.left.query(`UPDATE l SET a = 'oops'`);
    await settled(made, (left) => left.every(({ a }) => a === 'oops'));
    let over = false;
    const edited = new Map<number, string>();
    const edit = async () => {
      for (let n = 0; !over; n += 1) {
        const id = (n % 20) + 1;
        const [db, of] = n % 2 ? ([made.left, 'l'] as const) : ([made.right, 'r'] as const);
        await db.query(`UPDATE ${of} SET b = 'edit ${n}' WHERE id = ${id}`);
        edited.set(id, `edit ${n}`);
        await sleep(15);
      }
    };
    const editing = edit();
    const filter: BulkOptions['filter'] = { side: 'left', op: ['update'], to: new Date().toISOString() };
    const done = await bulkOnFlow(made, both, { filter }).finally(() => {
      over = true;
    });
    await editing;
    await settled(made, (left) => left.every(({ id, b }) => b === (edited.get(id) ?? `b${id}`)));
    const counts = countsOf(done.ended);
    expect(counts.refused + counts.failed).toBe(0);
    expect((await rows(made, 'right')).filter(({ a }) => a !== 'a')).toEqual([]);
  });

  test('[E19] loses no edit of one side that is committed while the other side is written', async () => {
    const made = await start('revert_between', { rule: { kind: 'prefer', side: 'left' } });
    await made.left.query(`DELETE FROM l WHERE id <= 3`);
    await settled(made, (left) => left.length === 37);
    // Nobody sees the row until it is committed; whoever makes it as well waits for that.
    const edit = new pg.Client({ connectionString: made.right.url });
    await edit.connect();
    await edit.query(`BEGIN; INSERT INTO r VALUES (1, 'meant', 'mine')`);
    const reverting = bulkOnFlow(made, both, { filter: { op: ['delete'] } });
    await eventually('the action waits for the row', async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return (await made.right.query(waiting)).length > 0;
    });
    await edit.query('COMMIT');
    await edit.end();
    const done = await reverting;
    expect(countsOf(done.ended)).toMatchObject({ done: 2, refused: 1 });
    await settled(made, (left) => left.length === 40 && left[0]?.b === 'mine' && left[1]?.b === 'b2');
    expect(await made.left.query('SELECT a FROM l WHERE id = 1')).toEqual([{ a: 'meant' }]);
  });

  test('brings back what a truncation took, and rows of which the log told the key alone', async () => {
    const made = await start('revert_truncate', { identity: 'DEFAULT' });
    const before = await rows(made, 'left');
    await made.left.query(`UPDATE l SET a = 'oops' WHERE id > 30`);
    await made.left.query(`UPDATE l SET b = 'twice' WHERE id > 38`);
    await settled(made, (left) => left.filter(({ a }) => a === 'oops').length === 10);
    await settled(made, (left) => left.filter(({ b }) => b === 'twice').length === 2);
    const updates = await bulkOnFlow(made, both, { filter: { op: ['update'], side: 'left' } });
    expect(countsOf(updates.ended)).toMatchObject({ done: 10 });
    expect([await rows(made, 'left'), await rows(made, 'right')]).toEqual([before, before]);
    await made.left.query('DELETE FROM l WHERE id <= 5');
    await settled(made, (left) => left.length === 35);
    const deletes = await bulkOnFlow(made, both, { filter: { op: ['delete'] } });
    expect(countsOf(deletes.ended)).toMatchObject({ done: 5 });
    await settled(made, (left) => left.length === 40);
    expect(await rows(made, 'left')).toEqual(before);
    await made.left.query('TRUNCATE l');
    await settled(made, (left) => left.length === 0);
    const filter = { op: ['delete' as const], cause: 'live' as const };
    const truncated = await bulkOnFlow(made, both, { filter });
    expect(countsOf(truncated.ended)).toMatchObject({ done: 40 });
    expect([await rows(made, 'left'), await rows(made, 'right')]).toEqual([before, before]);
  });

  test('of a one-way lane writes to its target, and refuses its source', async () => {
    const made = await start('revert_oneway', { mapping: { direction: 'forward' } });
    await made.left.query(`UPDATE l SET a = 'oops' WHERE id <= 5`);
    await settled(made, (left) => left.filter(({ a }) => a === 'oops').length === 5);
    const filter = { op: ['update' as const] };
    const source = await bulkOnFlow(made, { kind: 'revert', sides: 'left' }, { filter });
    expect(countsOf(source.ended)).toMatchObject({ refused: 5 });
    const target = await bulkOnFlow(made, both, { filter });
    expect(countsOf(target.ended)).toMatchObject({ done: 5 });
    expect((await rows(made, 'right')).filter(({ a }) => a === 'oops')).toEqual([]);
    expect((await rows(made, 'left')).filter(({ a }) => a === 'oops')).toHaveLength(5);
  });

  test('of a one-way lane whose log tells no old row finds it in the lines before', async () => {
    const made = await start('revert_keyonly', { mapping: { direction: 'forward' }, identity: 'DEFAULT' });
    const before = await rows(made, 'right');
    await made.left.query(`UPDATE l SET a = 'oops' WHERE id <= 10`);
    await made.left.query(`UPDATE l SET b = 'twice' WHERE id <= 2; DELETE FROM l WHERE id IN (2, 20)`);
    await settled(made, (left) => left.length === 38 && left.filter(({ a }) => a === 'oops').length === 9);
    await made.right.query(`UPDATE r SET a = 'mine' WHERE id = 3`);
    const filter = { cause: 'live' as const };
    const done = await bulkOnFlow(made, both, { filter });
    expect(countsOf(done.ended)).toMatchObject({ done: 10, refused: 1 });
    expect(await rows(made, 'right')).toEqual(
      before.map((row) => (row.id === 3 ? { ...row, a: 'mine' } : row)),
    );
    // What the revert wrote is what the next change found there.
    await made.left.query(`UPDATE l SET b = 'after' WHERE id = 5`);
    await eventually('it is carried', async () => (await rows(made, 'right'))[4]?.b === 'after');
    const last = await bulkOnFlow(made, both, { filter: { ...filter, recordKey: '["5"]' } });
    expect(countsOf(last.ended)).toMatchObject({ done: 1 });
    expect((await rows(made, 'right'))[4]).toEqual(before[4]);
    const back = await bulkOnFlow(made, both, { filter: { operationId: done.id } });
    expect(countsOf(back.ended)).toMatchObject({ done: 9, refused: 1 });
  });

  test('[E20] that ends half way is ended by the next runner, no record twice', async () => {
    let point: FaultPoint | null = null;
    const made = await start('revert_fault', {
      faults: (at) => {
        if (at !== point) return false;
        point = null;
        return true;
      },
    });
    await made.left.query(`UPDATE l SET a = 'oops'`);
    await settled(made, (left) => left.every(({ a }) => a === 'oops'));
    point = 'reconcile between the sides';
    const done = await bulkOnFlow(made, both, { filter: { side: 'left', op: ['update'] } });
    expect(point).toBe(null);
    expect(countsOf(done.ended)).toMatchObject({ done: 40 });
    await settled(made, (left) => left.every(({ a }) => a === 'a'));
    const lines = (await made.ledger()).filter(({ cause }) => cause === 'revert');
    expect(new Set(lines.map((line) => line.record_key)).size).toBe(lines.length);
  });

  test('[E23] records that refer to others go and come back with them, in whatever order', async () => {
    const tables = `CREATE TABLE p (id int PRIMARY KEY, n text); ALTER TABLE p REPLICA IDENTITY FULL;
      CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p); ALTER TABLE c REPLICA IDENTITY FULL;`;
    const lane = (name: string, ...names: string[]) => ({
      ...{ left: `public.${name}`, right: `public.${name}` },
      mapping: { match: [['id', 'id']], fields: names.map((each) => ({ left: each, right: each })) },
    });
    const made = await flowOnDatabases('revert_refs', {
      ...{ leftSql: tables, rightSql: tables },
      lanes: [lane('p', 'id', 'n'), lane('c', 'id', 'p')],
    });
    flow = made;
    await made.start();
    const count = 10;
    const held = (name: string) => [made.left, made.right].map((side) => side.query(`SELECT FROM ${name}`));
    const holds = async (parents: number, children: number) => {
      const [p, c] = [await Promise.all(held('p')), await Promise.all(held('c'))];
      return [...p.map(({ length }) => length === parents), ...c.map(({ length }) => length === children)];
    };
    const all = (parents: number, children: number) =>
      eventually(`${parents} and ${children}`, async () => !(await holds(parents, children)).includes(false));
    await made.left.query(
      `INSERT INTO p SELECT i, 'p' FROM generate_series(1, ${count}) i; INSERT INTO c SELECT i, i FROM generate_series(1, ${count}) i`,
    );
    await all(count, count);
    const alone = await bulkOnFlow(made, both, { filter: { laneId: made.laneId(0) } });
    expect(alone.ended).toMatchObject({ counts: { done: 0, failed: count } });
    const done = { records: 2 * count, counts: { done: 2 * count, failed: 0 }, reasons: [] };
    const gone = await bulkOnFlow(made, both, { filter: { op: ['insert'] } });
    expect(gone.ended).toMatchObject(done);
    await all(0, 0);
    const back = await bulkOnFlow(made, both, { filter: { operationId: gone.id } });
    expect(back.ended).toMatchObject(done);
    await all(count, count);
    await made.left.query('DELETE FROM c; DELETE FROM p');
    await all(0, 0);
    // The children come first in the selection, a page of them alone.
    const filter = { op: ['delete' as const], cause: 'live' as const };
    const restored = await bulkOnFlow(made, both, { filter, rate: () => 400 });
    expect(restored.ended).toMatchObject(done);
    await all(count, count);
    expect(made.status().every(({ pending }) => pending.parked + pending.reconcile === 0)).toBe(true);
  });
});
