import { afterEach, expect, test, vi } from 'vitest';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { Route } from './apply/route.ts';
import { MemoryChangeLog } from './capture/memory-change-log.ts';
import { OpenRecords } from './reconcile/open-records.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(() => {
  vi.restoreAllMocks();
  return flow?.close();
});

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

test('[E15] what a table that is gone had logged does not make its successor’s missing rows deleted ones', {
  timeout: 90_000,
}, async () => {
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('replaced_stream', {
    leftSql: `${table('l')} INSERT INTO l VALUES (1, 'a'), (2, 'b')`,
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
  });
  await flow.start();
  await flow.left.query(`ALTER TABLE l ADD CONSTRAINT never CHECK (a NOT LIKE 'refused%')`);
  await flow.right.query(`UPDATE r SET a = 'refused' WHERE id = 1`);
  await eventually('it is parked', () => flow?.engine.status()[0]?.pending.parked === 1);
  await flow.stop();
  // Nobody has read this yet when its table goes.
  await flow.right.query(`UPDATE r SET a = 'refused again' WHERE id = 1; DROP TABLE r; ${table('r')}`);
  await flow.left.query('ALTER TABLE l DROP CONSTRAINT never');
  await flow.start();
  const rows = (side: 'left' | 'right') =>
    flow?.[side].query(`SELECT id, a FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`);
  await eventually(
    'both sides agree and nothing waits',
    async () => {
      const [left, right] = await Promise.all([rows('left'), rows('right')]);
      const { parked, reconcile } = flow?.engine.status()[0]?.pending ?? {};
      return JSON.stringify(left) === JSON.stringify(right) && parked === 0 && reconcile === 0;
    },
    40,
  );
  expect(await rows('right')).toEqual([
    { id: 1, a: 'a' },
    { id: 2, a: 'b' },
  ]);
  const open = (await flow.ledger()).filter(({ status }) => status === 'held' || status === 'parked');
  expect(open).toEqual([]);
});

/** The engine dies once its first sync has kept this; until then no round takes anything up. */
async function dieAt(
  running: NonNullable<typeof flow>,
  holds: (commit: LaneCommit) => boolean,
): Promise<void> {
  vi.spyOn(OpenRecords.prototype, 'takeDue').mockReturnValue([]);
  const commit = PgLaneStore.prototype.commit;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(async function (
    this: PgLaneStore,
    lease,
    given,
  ) {
    const moved = await commit.call(this, lease, given);
    if (holds(given)) throw new Error('died on purpose');
    return moved;
  });
  await running.start({ untilLive: false });
  await eventually('it died', () => running.ended() !== null);
  await running.stop();
  vi.restoreAllMocks();
}

test.each<{ at: string; refusedOn: 'left' | 'right'; dies: (commit: LaneCommit) => boolean }>([
  { at: 'as it begins', refusedOn: 'left', dies: ({ firstSync }) => firstSync?.[0]?.state.copying === false },
  {
    at: 'when it is through',
    refusedOn: 'right',
    dies: ({ firstSync }) => firstSync?.[0]?.state.phase === 'done',
  },
])(
  '[E15] [E17] neither does an engine that dies in the meeting with its successor, $at',
  async ({ refusedOn, dies }) => {
    const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
    flow = await flowOnDatabases('replaced_died', {
      leftSql: `${table('l')} INSERT INTO l VALUES (1, 'a'), (2, 'b')`,
      rightSql: table('r'),
      lanes: [
        {
          left: 'public.l',
          right: 'public.r',
          mapping: { match: [['id', 'id']], fields },
          conflict: { deletes: { carry: 'both', againstUpdate: 'delete' } },
        },
      ],
    });
    const running = flow;
    await running.start();
    const [side, from] = refusedOn === 'left' ? (['left', 'right'] as const) : (['right', 'left'] as const);
    await running[side].query(`ALTER TABLE ${side[0]} ADD CONSTRAINT never CHECK (a NOT LIKE 'refused%')`);
    await running[from].query(`UPDATE ${from[0]} SET a = 'refused' WHERE id = 1`);
    await eventually('it is parked', () => running.status()[0]?.pending.parked === 1);
    await running.stop();
    await running.right.query(`DROP TABLE r; ${table('r')}`);
    await dieAt(running, dies);
    await running.start();
    const rows = (side: 'left' | 'right') => running[side].query(`SELECT id FROM ${side[0]} ORDER BY id`);
    await eventually('nothing waits', () => {
      const { parked, reconcile } = running.status()[0]?.pending ?? {};
      return parked === 0 && reconcile === 0;
    });
    expect([await rows('left'), await rows('right')]).toEqual([
      [{ id: 1 }, { id: 2 }],
      [{ id: 1 }, { id: 2 }],
    ]);
  },
);

test('[E15] [E17] what it had logged is carried before its successor is met', {
  timeout: 90_000,
}, async () => {
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('replaced_late', {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
  });
  const running = flow;
  await running.start();
  await running.stop();
  await running.right.query(`INSERT INTO r VALUES (1, 'a'), (2, 'b'); DROP TABLE r; ${table('r')}`);
  // Nothing of the log is carried before the walk is through, or waits for it.
  const open = Promise.withResolvers<void>();
  const { take } = MemoryChangeLog.prototype;
  vi.spyOn(MemoryChangeLog.prototype, 'take').mockImplementation(async function (
    this: MemoryChangeLog,
    limit,
  ) {
    const events = await take.call(this, limit);
    await open.promise;
    return events;
  });
  const passed = vi.spyOn(Route.prototype, 'passed');
  await running.start({ untilLive: false });
  await eventually('the walk is through, or waits', () => {
    return passed.mock.calls.length > 0 || running.status().every(({ phase }) => phase === 'live');
  });
  open.resolve();
  const rows = (side: 'left' | 'right') => running[side].query(`SELECT id, a FROM ${side[0]} ORDER BY id`);
  const both = [
    { id: 1, a: 'a' },
    { id: 2, a: 'b' },
  ];
  await eventually(
    'both sides have it',
    async () => JSON.stringify([await rows('left'), await rows('right')]) === JSON.stringify([both, both]),
  );
});
