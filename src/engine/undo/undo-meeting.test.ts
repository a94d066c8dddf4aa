import { afterEach, describe, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import type { UndoReport } from '#core/ledger/undo-report.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { firstSyncWrites, forgetMeeting, recordsWithLines } from '#db/ledger/undo-first-sync.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { testSecret } from '#testing/test-secret.ts';
import { LedgerLines } from '../apply/ledger-lines.ts';
import { linkedSessions } from '../links/linked-session.ts';
import { openLinkBooks } from '../links/record-links.ts';
import { compileLane } from '../plan/compiled-lane.ts';
import { undoMeeting } from './undo-meeting.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type FlowSketch = Parameters<Flow['redeploy']>[0][number];
type Options = Parameters<typeof flowOnDatabases>[1];

let flow: Flow | null = null;
afterEach(() => flow?.close());

async function make(label: string, options: Options): Promise<Flow> {
  flow = await flowOnDatabases(label, options);
  await flow.start();
  return flow;
}

/** Stops the flow and undoes what its first sync wrote. */
async function undo(running: Flow, operationId = 'undo-1'): Promise<UndoReport> {
  const { pool, flowId } = running;
  await running.stop();
  const deployed = await running.store.query<{ epoch: string }>(
    `UPDATE deployment SET desired = 'paused' WHERE "flowId" = '${flowId}' RETURNING epoch::text`,
  );
  const lease = { flowId, epoch: Number(deployed[0]?.epoch) };
  const [plan] = running.lanes;
  if (!plan) throw new Error('no lane was compiled');
  const store = new PgLaneStore(pool, 'w', testSecret);
  const lane = compileLane(flowId, plan, { books: openLinkBooks(flowId, running.lanes, store) });
  const sessions = {
    left: postgresConnector.open({ url: running.left.url }),
    right: postgresConnector.open({ url: running.right.url }),
  };
  try {
    const report = await undoMeeting({
      lane,
      sessions: linkedSessions(lane, sessions),
      store,
      lease,
      lines: new LedgerLines(flowId, 1),
      operationId,
      meeting: firstSyncWrites(pool, 'w', { flowId, laneId: lane.id }),
      known: (keys) => recordsWithLines(pool, lane.id, keys),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    await forgetMeeting(pool, lease, lane.id);
    return report;
  } finally {
    await Promise.all([sessions.left.close(), sessions.right.close()]);
  }
}

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));
const shared = {
  left: 'public.l',
  right: 'public.r',
  mapping: { match: [['id', 'id']], fields },
  conflict: {
    first: { fields: { b: { kind: 'prefer', side: 'right' } } },
    rule: { kind: 'prefer', side: 'left' },
  },
} as FlowSketch;
const rowsOf = (side: Flow['left'], name: string) => side.query(`SELECT * FROM ${name} ORDER BY id`);

describe('undoing a first sync', () => {
  test('both sides stand as before, but for what has changed since; then they can meet again', async () => {
    const running = await make('undo_both', {
      leftSql: `${table('l')} INSERT INTO l SELECT i, 'left', 'left' FROM generate_series(1, 30) i;`,
      rightSql: `${table('r')} INSERT INTO r SELECT i, 'right', 'right' FROM generate_series(21, 50) i;`,
      lanes: [shared],
    });
    expect(await rowsOf(running.left, 'l')).toEqual(await rowsOf(running.right, 'r'));
    await running.left.query(`UPDATE l SET a = 'since' WHERE id IN (1, 25, 45)`);
    await eventually('the edits are carried', async () => {
      const edited = await running.right.query(`SELECT FROM r WHERE a = 'since'`);
      return edited.length === 3;
    });
    const report = await undo(running);
    // Made on the right: 20, on the left: 20; changed on both sides: 10. One of each has changed since.
    expect(report).toMatchObject({ undone: 57, gone: 0, changed: 3, failed: 0 });
    expect(report.samples.map(({ recordKey }) => recordKey).sort()).toEqual(['["1"]', '["25"]', '["45"]']);
    const left = await rowsOf(running.left, 'l');
    const right = await rowsOf(running.right, 'r');
    expect(left.map(({ id }) => id)).toEqual([...Array.from({ length: 30 }, (_, i) => i + 1), 45]);
    expect(right.map(({ id }) => id)).toEqual([1, ...Array.from({ length: 30 }, (_, i) => i + 21)]);
    expect(left.find(({ id }) => id === 22)).toEqual({ id: 22, a: 'left', b: 'left' });
    expect(right.find(({ id }) => id === 22)).toEqual({ id: 22, a: 'right', b: 'right' });
    expect(right.find(({ id }) => id === 25)).toMatchObject({ a: 'since' });
    const lines = (await running.ledger()).filter(({ cause }) => cause === 'revert');
    expect(lines.filter(({ status }) => status === 'applied')).toHaveLength(57);
    expect(lines.filter(({ code }) => code === 'CHANGED_SINCE')).toHaveLength(3);
    // Again, nothing is left to be undone, and what is there is told to be so.
    expect(await undo(running, 'undo-2')).toMatchObject({ undone: 0, changed: 3 });
    await running.start();
    await eventually('they have met again', async () => {
      const rows = JSON.stringify(await rowsOf(running.left, 'l'));
      return rows.includes('"id":50') && rows === JSON.stringify(await rowsOf(running.right, 'r'));
    });
  });

  test('[E18] the links that it made go as well', async () => {
    const linked = {
      left: 'public.l',
      right: 'public.r',
      mapping: {
        link: { by: [['a', 'a']], forms: { a: 'text' } },
        fields: ['a', 'b'].map((name) => ({ left: name, right: name })),
      },
    } as FlowSketch;
    const own = (name: string, from: number) =>
      table(name).replace('id int', `id int GENERATED BY DEFAULT AS IDENTITY (START ${from})`);
    const running = await make('undo_links', {
      leftSql: `${own('l', 1)} INSERT INTO l (a, b) VALUES ('One', 'left'), ('Two', 'left');`,
      rightSql: `${own('r', 100)} INSERT INTO r (a, b) VALUES ('two ', 'right'), ('Three', 'right');`,
      lanes: [linked],
    });
    await eventually('both hold three', async () => {
      const counts = [await rowsOf(running.left, 'l'), await rowsOf(running.right, 'r')];
      return counts.every((rows) => rows.length === 3);
    });
    expect(await undo(running)).toMatchObject({ undone: 3, changed: 0, failed: 0 });
    expect(await rowsOf(running.left, 'l')).toEqual([
      { id: 1, a: 'One', b: 'left' },
      { id: 2, a: 'Two', b: 'left' },
    ]);
    expect(await rowsOf(running.right, 'r')).toEqual([
      { id: 100, a: 'two ', b: 'right' },
      { id: 101, a: 'Three', b: 'right' },
    ]);
    expect(await running.store.query('SELECT FROM record_link')).toEqual([]);
  });

  test('records that were copied into an empty side are deleted where they have no history of their own', async () => {
    const running = await make('undo_copy', {
      leftSql: `${table('l')} INSERT INTO l SELECT i, 'left', 'left' FROM generate_series(1, 21000) i;`,
      rightSql: table('r'),
      lanes: [shared],
    });
    expect(await rowsOf(running.right, 'r')).toHaveLength(21_000);
    await running.right.query(
      `INSERT INTO r VALUES (30000, 'own', 'own'); UPDATE r SET a = 'own' WHERE id = 7`,
    );
    await eventually('the edits are carried', async () => {
      const edited = await running.left.query(`SELECT FROM l WHERE a = 'own'`);
      return edited.length === 2;
    });
    expect(await undo(running)).toMatchObject({ undone: 20_999, changed: 0, failed: 0 });
    expect((await rowsOf(running.right, 'r')).map(({ id }) => id)).toEqual([7, 30_000]);
    expect(await rowsOf(running.left, 'l')).toHaveLength(21_001);
  }, 120_000);
});
