import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { keyRange } from '#core/flow/key-range.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { resyncMeeting } from './meeting.ts';
import { type ResyncOptions, type ResyncState, resyncLane } from './resync-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
const open: Flow[] = [];
afterEach(async () => {
  for (const flow of open.splice(0)) await flow.close();
});

async function start(label: string, conflict: object, direction = 'both'): Promise<Flow> {
  const pairs = ['id', 'name', 'email'].map((name) => ({ left: name, right: name }));
  const table = (name: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, name text, email text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const flow = await flowOnDatabases(label, {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'name ' || i, 'mail ' || i FROM generate_series(1, 200) i`,
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { direction, match: [['id', 'id']], fields: pairs },
        conflict,
      },
    ],
  });
  open.push(flow);
  await flow.start();
  return flow;
}

const fresh = (): ResyncState => ({
  phase: 'left',
  cursor: null,
  met: 0,
  settled: 0,
  held: 0,
  parked: 0,
  open: 0,
});

function resync(flow: Flow, options: Partial<ResyncOptions> & { from?: number; to?: number } = {}) {
  const [lane] = flow.engine.lanes;
  const plan = flow.lanes[0];
  if (!lane || !plan) throw new Error('no lane');
  const { from, to, ...more } = options;
  const end = (key: number | undefined) => (key === undefined ? null : [String(key)]);
  return resyncLane(lane, resyncMeeting('op', 1_700_000_000_000_000), {
    state: fresh(),
    within: keyRange(plan, 'left', { from: end(from), to: end(to) }),
    rate: null,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...more,
  });
}

const rows = (database: TestDatabase, name: string, where = 'true') =>
  database.query<{ id: number; name: string }>(`SELECT * FROM ${name} WHERE ${where} ORDER BY id`);
const snapshots = async (flow: Flow) =>
  (await flow.ledger()).filter((line) => line.cause === 'snapshot' && line.detail.includes('resync'));

describe('[E17] a resync', { timeout: 120_000 }, () => {
  test('meets a range of keys anew by the rules of the lane, and nothing beside it', async () => {
    const flow = await start('resync_range', {
      rule: { kind: 'prefer', side: 'right' },
      deletes: { carry: 'both', againstUpdate: 'delete' },
    });
    await writeUnseen(
      flow.left,
      `UPDATE l SET name = 'left' WHERE id IN (9, 10, 20, 21); DELETE FROM l WHERE id IN (12, 30)`,
    );
    await writeUnseen(flow.right, `INSERT INTO r VALUES (215, 'own')`);
    const state = await resync(flow, { from: 10, to: 20 });
    expect(state).toMatchObject({ phase: 'done', met: 10 + 11, settled: 3, held: 0, parked: 0, open: 0 });
    expect((await rows(flow.left, 'l', `name = 'left'`)).map(({ id }) => id)).toEqual([9, 21]);
    expect((await rows(flow.right, 'r', 'id IN (12, 30, 215)')).map(({ id }) => id)).toEqual([30, 215]);
    const told = (await flow.ledger()).filter(
      (line) => line.cause === 'snapshot' && line.status === 'resolved',
    );
    expect(told.map((line) => line.record_key).sort()).toEqual(['["10"]', '["12"]', '["20"]']);
    // All the rest, with no range.
    await resync(flow);
    expect(await rows(flow.left, 'l')).toEqual(await rows(flow.right, 'r'));
  });

  test('takes the source of a one-way lane for right', async () => {
    const flow = await start('resync_one_way', {}, 'forward');
    await flow.right.query(
      `UPDATE r SET name = 'right' WHERE id IN (1, 2); INSERT INTO r VALUES (215, 'own')`,
    );
    const state = await resync(flow);
    expect(state).toMatchObject({ phase: 'done', met: 200, settled: 2 });
    expect(await rows(flow.right, 'r', 'id < 201')).toEqual(await rows(flow.left, 'l'));
    expect(await rows(flow.right, 'r', 'id > 200')).toMatchObject([{ name: 'own' }]);
    expect((await snapshots(flow)).map((line) => `${line.record_key} ${line.status}`).sort()).toEqual([
      ...['["1"] applied', '["2"] applied'],
    ]);
  });

  test('keeps to its rate, can be stopped, holds nothing up then, and goes on from its cursor', async () => {
    const flow = await start('resync_stop', { rule: { kind: 'prefer', side: 'left' } });
    await writeUnseen(flow.left, `UPDATE l SET name = 'left'`);
    const stop = new AbortController();
    const steps: number[] = [];
    const stored = { text: '' };
    const onProgress = (state: ResyncState) => {
      steps.push(state.met - steps.reduce((sum, step) => sum + step, 0));
      stored.text = JSON.stringify(state);
      if (steps.length === 2) stop.abort();
    };
    const stopped = resync(flow, { rate: 40, signal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual([40, 40]);
    const [lane] = flow.engine.lanes;
    expect(lane?.runtime.open.busyCount()).toBe(0);
    expect(await rows(flow.right, 'r', `name = 'left'`)).toHaveLength(80);
    const state = JSON.parse(stored.text) as ResyncState;
    expect(await resync(flow, { state })).toMatchObject({ phase: 'done', settled: 200 });
    expect(await rows(flow.right, 'r')).toEqual(await rows(flow.left, 'l'));
    expect(await snapshots(flow)).toHaveLength(0);
    expect((await flow.ledger()).filter((line) => line.status === 'resolved')).toHaveLength(200);
  });

  test('meets the stream without gap or overlap while both sides are written', async () => {
    const flow = await start('resync_live', { rule: { kind: 'newest', tie: 'left' } });
    await writeUnseen(flow.left, `UPDATE l SET name = 'unseen' WHERE id % 3 = 0`);
    let over = false;
    const write = async (database: TestDatabase, name: string, field: string) => {
      for (let i = 0; !over; i += 1) {
        await sleep(20);
        await database.query(`UPDATE ${name} SET ${field} = 'live ' || $1 WHERE id % 7 = $2`, [i, i % 7]);
      }
    };
    const writers = [write(flow.left, 'l', 'name'), write(flow.right, 'r', 'email')];
    for (let round = 0; round < 3; round += 1) await resync(flow);
    over = true;
    await Promise.all(writers);
    await eventually('both sides are equal', async () => {
      const [left, right] = await Promise.all([rows(flow.left, 'l'), rows(flow.right, 'r')]);
      return JSON.stringify(left) === JSON.stringify(right);
    });
    await resync(flow);
    await eventually(
      'nothing is left in hand',
      () => {
        const pending = flow.engine.status()[0]?.pending;
        return pending?.reconcile === 0 && pending.held === 0 && pending.parked === 0;
      },
      50,
    );
  });
});
