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

  test('[E21] a parked record is tried again, and one that is held keeps waiting; both are told', async () => {
    const made = await start('bulk_open', { rule: { kind: 'hold' } });
    await carry(made, 3);
    await made.right.query(`ALTER TABLE r ADD CONSTRAINT no_x CHECK (a <> 'x')`);
    await made.left.query(`UPDATE l SET a = 'x' WHERE id = 1`);
    await writeUnseen(made.right, `UPDATE r SET a = 'mine' WHERE id = 2`);
    await made.left.query(`UPDATE l SET a = 'yours' WHERE id = 2`);
    const pending = () => made.engine.status()[0]?.pending;
    await eventually('one is parked, one held', () => pending()?.parked === 1 && pending()?.held === 1);
    await made.right.query('ALTER TABLE r DROP CONSTRAINT no_x');
    const filter = { status: ['parked' as const, 'held' as const] };
    const told = await bulkOnFlow(made, { kind: 'replay', from: 'source' }, { filter, dryRun: true });
    expect(told.ended).toMatchObject({ records: 2, counts: { done: 1, held: 1 } });
    expect(pending()).toMatchObject({ parked: 1, held: 1 });
    const { ended, records, id } = await bulkOnFlow(made, { kind: 'replay', from: 'source' }, { filter });
    expect(ended).toMatchObject({ records: 2, counts: { done: 1, held: 1 } });
    expect(records.get('["1"]')).toMatchObject({ outcome: 'done', code: null });
    expect(records.get('["2"]')).toMatchObject({ outcome: 'held', code: 'CONFLICT_HELD' });
    expect((await rows(made, 'right'))[0]).toMatchObject({ a: 'x' });
    const lines = await made.store.query<{ status: string }>(
      `SELECT status FROM ledger_entry WHERE operation_id = '${id}'`,
    );
    expect(lines).toEqual([{ status: 'applied' }]);
    expect(pending()).toEqual({ reconcile: 0, held: 1, parked: 0 });
  });

  test('[E22] held records are decided together, for a side or for whoever changed last', async () => {
    const made = await start('bulk_resolve', {
      rule: { kind: 'hold' },
      deletes: { carry: 'both', againstUpdate: 'hold' },
    });
    await carry(made, 4);
    for (const id of [1, 2]) {
      await writeUnseen(made.right, `UPDATE r SET a = 'right' WHERE id = ${id}`);
      await made.left.query(`UPDATE l SET a = 'left' WHERE id = ${id}`);
    }
    await writeUnseen(made.right, 'DELETE FROM r WHERE id = 3');
    await made.left.query(`UPDATE l SET a = 'left' WHERE id = 3`);
    const pending = () => made.engine.status()[0]?.pending;
    await eventually('they are held', () => pending()?.held === 3);
    const filter = { status: ['held' as const] };
    const right = { kind: 'resolve', decision: 'right' } as const;
    const told = await bulkOnFlow(made, right, { filter, dryRun: true });
    expect(told.ended).toMatchObject({ records: 3, counts: { done: 3 } });
    expect(told.records.get('["1"]')?.after?.left).toMatchObject({ a: 'right' });
    expect(pending()?.held).toBe(3);
    const [first] = await made.store.query<{ seq: string }>(
      `SELECT seq::text FROM ledger_entry WHERE record_key = '["1"]' AND status = 'held'`,
    );
    const one = await bulkOnFlow(made, right, { filter, seqs: [first?.seq ?? ''] });
    expect(one.ended).toMatchObject({ records: 1, counts: { done: 1 } });
    expect(await rows(made, 'left')).toMatchObject([
      { a: 'right' },
      { a: 'left' },
      { a: 'left' },
      { a: 'a4' },
    ]);
    // Only the left side was seen to change.
    const newest = await bulkOnFlow(made, { kind: 'resolve', decision: 'newest' }, { filter });
    expect(newest.ended).toMatchObject({ records: 2, counts: { done: 2 } });
    expect(await rows(made, 'right')).toEqual(await rows(made, 'left'));
    expect(await rows(made, 'left')).toMatchObject([
      { a: 'right' },
      { a: 'left' },
      { a: 'left' },
      { a: 'a4' },
    ]);
    const decided = (await made.ledger()).filter(({ status }) => status === 'resolved');
    expect(decided.flatMap(({ conflict }) => conflict?.fields.map(({ why }) => why) ?? []).join()).toContain(
      'Ana',
    );
    expect(pending()).toEqual({ reconcile: 0, held: 0, parked: 0 });
  });

  test('[E23] failures are ignored with a reason; a parked record is let go, and its next change is carried', async () => {
    const made = await start('bulk_ignore', { rule: { kind: 'prefer', side: 'left' } });
    await carry(made, 3);
    await made.right.query(`ALTER TABLE r ADD CONSTRAINT no_x CHECK (a <> 'x')`);
    await made.left.query(`UPDATE l SET a = 'x' WHERE id = 1`);
    const pending = () => made.engine.status()[0]?.pending;
    await eventually('it is parked', () => pending()?.parked === 1);
    const ignore = { kind: 'ignore', reason: 'known since May' } as const;
    const told = await bulkOnFlow(made, ignore, { dryRun: true });
    expect(told.ended).toMatchObject({ records: 3, counts: { done: 1, nothing: 2 } });
    expect(pending()?.parked).toBe(1);
    const { ended } = await bulkOnFlow(made, ignore);
    expect(ended).toMatchObject({ records: 3, counts: { done: 1, nothing: 2 } });
    expect(pending()).toEqual({ reconcile: 0, held: 0, parked: 0 });
    expect(await made.store.query('SELECT FROM pending_record')).toEqual([]);
    const [line] = (await made.ledger()).filter(({ code }) => code === 'IGNORED');
    expect(line).toMatchObject({
      status: 'skipped',
      detail: 'Ignored by Ana: known since May',
      record_key: '["1"]',
    });
    expect(await rows(made, 'right')).toMatchObject([{ a: 'a1' }, { a: 'a2' }, { a: 'a3' }]);
    await made.left.query(`UPDATE l SET a = 'y', b = 'next' WHERE id = 1`);
    await eventually('its next change is carried', async () => (await rows(made, 'right'))[0]?.b === 'next');
    expect(await rows(made, 'right')).toEqual(await rows(made, 'left'));
  });

  test('[E21] as logged: the values of then, where the other side still holds what the last line says', async () => {
    const made = await start('bulk_logged', { rule: { kind: 'prefer', side: 'left' } });
    await carry(made, 3);
    await made.left.query(`UPDATE l SET a = 'second'`);
    await eventually('it is carried', async () =>
      (await rows(made, 'right')).every(({ a }) => a === 'second'),
    );
    await writeUnseen(made.right, `UPDATE r SET b = 'mine' WHERE id = 2`);
    const filter = { op: ['insert' as const] };
    const { records } = await bulkOnFlow(made, { kind: 'replay', from: 'logged' }, { filter });
    expect(records.get('["1"]')).toMatchObject({
      outcome: 'done',
      detail: expect.stringContaining('both differ'),
    });
    expect(records.get('["2"]')).toMatchObject({
      ...{ outcome: 'refused', code: 'CHANGED_SINCE', detail: expect.stringContaining('b') },
      before: { right: { b: 'mine' } },
    });
    expect(await rows(made, 'right')).toMatchObject([{ a: 'a1' }, { a: 'second', b: 'mine' }, { a: 'a3' }]);
    expect((await rows(made, 'left')).every(({ a }) => a === 'second')).toBe(true);
  });

  test('[E19] what names no record, or a mapping that is gone, is refused; a record whose key changed is done under its new one', async () => {
    const made = await start('bulk_names');
    await carry(made, 2);
    await made.left.query('UPDATE l SET id = 9 WHERE id = 2');
    await made.left.query('TRUNCATE l');
    await eventually('all of it is carried', async () => (await rows(made, 'right')).length === 0);
    await made.left.query(`INSERT INTO l VALUES (9, 'again', 'x')`);
    await eventually('it is carried', async () => (await rows(made, 'right')).length === 1);
    await writeUnseen(made.right, `UPDATE r SET a = 'lost'`);
    await made.store.query(
      `INSERT INTO ledger_entry (workspace_id, flow_id, lane_id, version, side, position, ordinal, op, status, detail,
         record_key, changed, cause, committed_at, captured_at, applied_at)
       VALUES ('w', '${made.flowId}', '${made.flowId}:gone', 1, 'left', '0', 1, 'insert', 'failed', '', '["1"]', '{}',
         'live', now(), now(), now())`,
    );
    const { records, ended } = await bulkOnFlow(made, { kind: 'replay', from: 'source' });
    expect(ended).toMatchObject({
      reasons: expect.arrayContaining([{ outcome: 'refused', code: 'LANE_GONE', count: 1 }]),
    });
    const outcomes = [...records].map(([key, { outcome, code }]) => [key, outcome, code]);
    expect(outcomes).toEqual(
      expect.arrayContaining([
        ['["2"]', 'nothing', null],
        ['["9"]', 'done', null],
        ['[]', 'refused', 'NO_SINGLE_RECORD'],
      ]),
    );
    expect(await rows(made, 'right')).toEqual(await rows(made, 'left'));
  });

  test('[E19] a record whose lines were removed since the preview is told of', async () => {
    const made = await start('bulk_removed');
    await carry(made, 6);
    await writeUnseen(made.right, `UPDATE r SET a = 'lost'`);
    const replay = { kind: 'replay', from: 'source' } as const;
    const told = await bulkOnFlow(made, replay, { dryRun: true });
    await made.store.query(`DELETE FROM ledger_entry WHERE record_key IN ('["2"]', '["5"]')`);
    const { ended, records } = await bulkOnFlow(made, replay, { preview: { id: told.id, records: 6 } });
    const reasons = [{ outcome: 'refused', code: 'LINES_REMOVED', count: 2 }];
    expect(ended).toMatchObject({ records: 6, counts: { done: 4, refused: 2 }, reasons });
    expect(records.get('["5"]')).toMatchObject({ outcome: 'refused', code: 'LINES_REMOVED' });
    expect((await rows(made, 'right')).filter(({ a }) => a === 'lost')).toHaveLength(2);
  });
});
