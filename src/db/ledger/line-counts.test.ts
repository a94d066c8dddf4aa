import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { isoToMicros } from '#lib/micros.ts';
import { ledgerEntry, ledgerFixture } from '#testing/ledger-fixture.ts';
import { loadTotals } from '../runner/load-flow.ts';
import { foldCounts } from './fold-counts.ts';
import type { PgLaneStore } from './pg-lane-store.ts';

const lease = { flowId: 'f', epoch: 3 };
const base = isoToMicros('2026-03-01T10:00:00Z');

const line = (ordinal: number, rest: Partial<LedgerEntry> = {}) =>
  ledgerEntry({
    ordinal,
    commitTime: base + ordinal * 1_000_000,
    recordKey: JSON.stringify([String(ordinal % 10)]),
    ...rest,
  });

const dimensions = 'bucket, lane_id, side, version, op, status, code, cause';

let pool: pg.Pool;
let store: PgLaneStore;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ pool, lanes: store, close } = await ledgerFixture('line-counts'));
});
afterAll(() => close());

/** Minutes whose count is not the number of their lines. */
async function wrong(): Promise<unknown[]> {
  const found = await pool.query(
    `WITH counted AS (
       SELECT ${dimensions}, sum(lines)::int AS n FROM (
         SELECT ${dimensions}, lines FROM ledger_count UNION ALL SELECT ${dimensions}, lines FROM ledger_count_delta
       ) c GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(lines) <> 0
     ), there AS (
       SELECT date_bin('1 minute', committed_at, 'epoch') AS bucket, lane_id, side, version, op, status,
         coalesce(code, '') AS code, cause, count(*)::int AS n FROM ledger_entry GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
     )
     (TABLE counted EXCEPT TABLE there) UNION ALL (TABLE there EXCEPT TABLE counted)`,
  );
  return found.rows;
}

test('counts are those of the lines after inserts, repeats, settlements and folds, whoever writes beside', async () => {
  const held = { status: 'held' as const, code: 'CAST_FAILED' as const };
  const lines = Array.from({ length: 600 }, (_, n) => line(n, n % 7 === 0 ? held : {}));
  await Promise.all([
    ...[0, 1, 2, 3, 4, 5].map((part) =>
      store.commit(lease, { entries: lines.slice(part * 100, part * 100 + 100) }),
    ),
    foldCounts(pool),
    foldCounts(pool),
  ]);
  expect(await wrong()).toEqual([]);
  const settle = (recordKey: string) => ({
    laneId: 'f:l-m-r',
    recordKey,
    status: 'resolved' as const,
    code: null,
    detail: 'The newer value won.',
    appliedAt: base,
    before: { left: null, right: null },
    after: { left: null, right: null },
    conflict: null,
  });
  await Promise.all([
    store.commit(lease, { settle: [settle('["0"]'), settle('["3"]')] }),
    store.commit(lease, { settle: [settle('["3"]'), settle('["4"]')] }),
    // What is written again, after a crash, replaces itself and may have another outcome.
    store.commit(lease, {
      entries: lines.slice(40, 90).map((each) => ({ ...each, status: 'unchanged' as const })),
    }),
    store.commit(lease, { entries: lines.slice(550).concat(line(700, { side: 'right', op: 'delete' })) }),
    foldCounts(pool),
  ]);
  expect(await wrong()).toEqual([]);
  await foldCounts(pool);
  expect((await pool.query('SELECT FROM ledger_count_delta')).rowCount).toBe(0);
  expect(await wrong()).toEqual([]);
  const totals = await loadTotals(pool, 'f');
  expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(601);
});

test('[E1] under a stale lease nothing is counted', async () => {
  const stale = { flowId: 'f', epoch: 2 };
  await expect(store.commit(stale, { entries: [line(900)] })).rejects.toMatchObject({ code: 'LEASE_STALE' });
  await expect(store.commit(stale, { entries: [line(1)] })).rejects.toMatchObject({ code: 'LEASE_STALE' });
  expect(await wrong()).toEqual([]);
});
