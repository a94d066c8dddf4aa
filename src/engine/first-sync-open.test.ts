import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { OpenRecords } from './reconcile/open-records.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  await flow?.close();
  flow = null;
});

const ROWS = 45_000;
/** In the second chunk. */
const LATE = 30_000;

async function prepare(label: string): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name text); ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l SELECT i, 'row ' || i FROM generate_series(1, ${ROWS}) i;`,
    rightSql: `CREATE TABLE r (id int PRIMARY KEY, name text); ALTER TABLE r REPLICA IDENTITY FULL;`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: [
            { left: 'id', right: 'id' },
            { left: 'name', right: 'name' },
          ],
        },
        conflict: { breaker: 'off', deletes: { carry: 'both', againstUpdate: 'delete' } },
      },
    ],
  });
  return flow;
}

/** Calls `act` around each commit with which the walk moves on. */
function aroundCursor(act: (chunk: number, commit: () => Promise<unknown>) => Promise<unknown>): void {
  const commit = PgLaneStore.prototype.commit;
  let chunk = 0;
  vi.spyOn(PgLaneStore.prototype, 'commit').mockImplementation(function (this: PgLaneStore, lease, given) {
    const run = () => commit.call(this, lease, given);
    if (!movesOn(given)) return run();
    chunk += 1;
    return act(chunk, run) as ReturnType<typeof commit>;
  });
}

const movesOn = ({ firstSync }: LaneCommit) => firstSync?.some(({ state }) => state.done.left > 0) ?? false;

const waiting = (running: Flow) => running.store.query('SELECT "recordKey" FROM pending_record');

const names = async ({ left, right }: Flow) =>
  Promise.all([
    left.query(`SELECT count(*)::int AS count, md5(string_agg(name, ' ' ORDER BY id)) AS names FROM l`),
    right.query(`SELECT count(*)::int AS count, md5(string_agg(name, ' ' ORDER BY id)) AS names FROM r`),
  ]);

describe('[E17] a record that is open already when its chunk is met', () => {
  test('is not kept anew once it is in line', async () => {
    const running = await prepare('open_met');
    // So slowly that whatever was opened is in line before what the chunk says of it is kept.
    aroundCursor(async (_chunk, commit) => {
      await sleep(1_500);
      return commit();
    });
    await running.start({ untilLive: false });
    const started = Date.now();
    for (let step = 0; Date.now() - started < 3_500; step += 1) {
      await running.left.query(
        `UPDATE l SET name = 'step ${step}' WHERE id BETWEEN ${LATE} AND ${LATE + 40}`,
      );
      await sleep(5);
    }
    await eventually('both sides agree, and nothing waits', async () => {
      const [left, right] = await names(running);
      return JSON.stringify(left) === JSON.stringify(right) && (await waiting(running)).length === 0;
    });
  });

  test.each([{ dies: false }, { dies: true }])(
    'is met for the first time, also where the engine dies before it is in line: $dies',
    async ({ dies }) => {
      const running = await prepare('open_died');
      const begun = Promise.withResolvers<void>();
      const opened = Promise.withResolvers<void>();
      const passed = Promise.withResolvers<void>();
      // No round takes it up before that.
      vi.spyOn(OpenRecords.prototype, 'takeDue').mockReturnValue([]);
      aroundCursor(async (chunk, commit) => {
        if (chunk === 1) {
          begun.resolve();
          await opened.promise;
        }
        const moved = await commit();
        if (chunk < 2) return moved;
        passed.resolve();
        if (dies) throw new Error('died on purpose');
        return moved;
      });
      await running.start({ untilLive: false });
      await begun.promise;
      await running.left.query(`UPDATE l SET name = 'changed' WHERE id = ${LATE}`);
      await eventually('it is open', async () => (await waiting(running)).length === 1).finally(
        opened.resolve,
      );
      await passed.promise;
      if (dies) await running.stop();
      vi.restoreAllMocks();
      if (dies) await running.start();
      await eventually('both sides agree, and nothing waits', async () => {
        const [left, right] = await names(running);
        return JSON.stringify(left) === JSON.stringify(right) && (await waiting(running)).length === 0;
      });
      const [left] = await names(running);
      expect(left).toMatchObject([{ count: ROWS }]);
    },
  );
});
