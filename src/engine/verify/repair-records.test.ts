import { afterEach, describe, expect, test } from 'vitest';
import type { RepairCounts } from '#core/ledger/verify-report.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import type { FaultPoint } from '#testing/faults/fault-points.ts';
import { passHeads } from '../reconcile/lane-routes.ts';
import { repairMeeting } from '../snapshot/meeting.ts';
import { repairRecords } from './repair-records.ts';
import { verifyLane } from './verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
const open: Flow[] = [];
afterEach(async () => {
  for (const flow of open.splice(0)) await flow.close();
});

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, name text, email text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

async function start(
  label: string,
  conflict: object,
  faults: (point: FaultPoint) => boolean = () => false,
): Promise<Flow> {
  const pairs = ['id', 'name', 'email'].map((name) => ({ left: name, right: name }));
  const flow = await flowOnDatabases(label, {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'name ' || i, 'mail ' || i FROM generate_series(1, 30) i`,
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields: pairs },
        conflict,
      },
    ],
    faults,
  });
  open.push(flow);
  await flow.start();
  return flow;
}

/** A verify of the running lane, with or without a repair. */
async function look(flow: Flow, { repair = false } = {}) {
  const [lane] = flow.engine.lanes;
  if (!lane) throw new Error('no lane');
  const counts: RepairCounts = { found: 0, settled: 0, held: 0, parked: 0, open: 0 };
  const report = await verifyLane({
    lane: lane.runtime.lane,
    sessions: lane.runtime.sessions,
    settle: () => passHeads(lane),
    pendingKeys: async () =>
      new Set((await lane.store.pending(lane.runtime.lane.id)).map((record) => record.recordKey)),
    onProgress: () => undefined,
    ...(repair && {
      onLasting: (records) =>
        repairRecords(lane, repairMeeting('op', 1_700_000_000_000_000), records, counts),
    }),
    signal: new AbortController().signal,
  });
  const { differing, onlyLeft, onlyRight, pending } = report;
  return { found: [differing, onlyLeft, onlyRight, pending], counts };
}

const rows = async (flow: Flow, side: 'left' | 'right') =>
  flow[side].query(`SELECT id, name, email FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`);

describe('[E17] a repair settles what a verify found', { timeout: 60_000 }, () => {
  test('through the rules of the lane and the ledger, for every kind of difference', async () => {
    const flow = await start('repair', {
      rule: { kind: 'prefer', side: 'right' },
      deletes: { carry: 'both', againstUpdate: 'update' },
    });
    await writeUnseen(
      flow.left,
      `UPDATE l SET name = 'left' WHERE id = 1; DELETE FROM l WHERE id = 2; INSERT INTO l VALUES (40, 'x')`,
    );
    await writeUnseen(flow.right, `UPDATE r SET email = 'right' WHERE id = 3`);
    expect((await look(flow)).found).toEqual([2, 1, 1, 0]);
    expect(await flow.ledger()).toHaveLength(30);
    const repaired = await look(flow, { repair: true });
    expect(repaired.counts).toEqual({ found: 4, settled: 4, held: 0, parked: 0, open: 0 });
    expect((await look(flow)).found).toEqual([0, 0, 0, 0]);
    expect(await rows(flow, 'left')).toEqual(await rows(flow, 'right'));
    expect((await rows(flow, 'left')).slice(0, 3)).toEqual([
      { id: 1, name: 'name 1', email: 'mail 1' },
      { id: 2, name: 'name 2', email: 'mail 2' },
      { id: 3, name: 'name 3', email: 'right' },
    ]);
    const lines = (await flow.ledger()).filter((line) => line.cause === 'repair');
    expect(lines.map((line) => `${line.record_key} ${line.status}`).sort()).toEqual([
      ...['["1"] resolved', '["2"] resolved', '["3"] resolved', '["40"] resolved'],
    ]);
    // The running flow goes on with these records as with every other.
    await flow.left.query(`UPDATE l SET name = 'after' WHERE id IN (1, 40)`);
    await eventually(
      'later changes are carried',
      async () => (await rows(flow, 'right')).filter(({ name }) => name === 'after').length === 2,
    );
    expect(flow.engine.status()[0]?.pending).toEqual({ reconcile: 0, held: 0, parked: 0 });
  });

  test('what the rules leave to a person is held, and what fails is parked', async () => {
    const flow = await start('repair_held', { rule: { kind: 'hold' } });
    await flow.right.query(`ALTER TABLE r ADD CHECK (id <> 41)`);
    await writeUnseen(
      flow.left,
      `UPDATE l SET name = 'left' WHERE id = 1; INSERT INTO l VALUES (41, 'refused')`,
    );
    const { counts } = await look(flow, { repair: true });
    expect(counts).toEqual({ found: 2, settled: 0, held: 1, parked: 1, open: 0 });
    expect((await look(flow)).found).toEqual([0, 0, 0, 2]);
    expect(flow.engine.status()[0]?.pending).toEqual({ reconcile: 0, held: 1, parked: 1 });
    expect((await rows(flow, 'right'))[0]).toMatchObject({ name: 'name 1' });
  });

  test('a repair that fails half way leaves nothing open, and can be made again', async () => {
    let point: FaultPoint | null = null;
    const flow = await start('repair_fault', { rule: { kind: 'prefer', side: 'left' } }, (at) => {
      if (at !== point) return false;
      point = null;
      return true;
    });
    await writeUnseen(flow.left, `UPDATE l SET name = 'left'`);
    for (const at of ['reconcile between the sides', 'reconcile after right commit'] as const) {
      point = at;
      await look(flow, { repair: true }).catch((error: Error) => expect(error.message).toContain(at));
      expect(point).toBe(null);
    }
    await look(flow, { repair: true });
    expect((await look(flow)).found).toEqual([0, 0, 0, 0]);
    const lines = (await flow.ledger()).filter((line) => line.cause === 'repair');
    expect(lines).toHaveLength(30);
    expect(lines.every((line) => line.status === 'resolved')).toBe(true);
    expect(flow.ended()).toBe(null);
  });
});
