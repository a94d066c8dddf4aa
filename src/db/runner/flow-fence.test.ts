import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { LeaseStore } from './lease-store.ts';

const laneId = 'f:l-m-r';
const old = { flowId: 'f', epoch: 3 };

let store: Awaited<ReturnType<typeof ledgerStore>>;
beforeAll(async () => {
  store = await ledgerStore('flow_fence');
});
afterAll(() => store.close());

const waiting = (key: string, revision: number): PendingRecord => ({
  laneId,
  recordKey: JSON.stringify([key]),
  leftKey: { id: key },
  rightKey: { id: key },
  state: 'reconcile',
  base: { kind: 'unknown' },
  first: false,
  touched: { left: {}, right: {} },
  written: { left: {}, right: {} },
  code: 'RECONCILING',
  detail: '',
  place: null,
  attempts: 1,
  nextAttemptAt: null,
  since: 1,
  differs: null,
  agreed: null,
  conflict: null,
  decision: null,
  heard: null,
  revision,
});

/** Holds the row of a record, so that whoever writes to it stands still in the middle of his transaction. */
async function hold(pool: pg.Pool, key: string): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM pending_record WHERE "recordKey" = $1 FOR UPDATE', [JSON.stringify([key])]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

const standing = async (pool: pg.Pool) => {
  const found = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return found.rowCount === 1;
};

test.each([
  { frozen: false, becomes: 'is waited for' },
  { frozen: true, becomes: 'loses its session' },
])('[E1] a commit of the runner before that passed the check of the lease $becomes', async ({ frozen }) => {
  const { pool, lanes } = store;
  const { rows } = await pool.query<{ epoch: number }>(
    `SELECT epoch::float8 AS epoch FROM deployment WHERE "flowId" = 'f'`,
  );
  const lease = { ...old, epoch: rows[0]?.epoch ?? 0 };
  await lanes.commit(lease, { pending: { put: [waiting('1', 1)], remove: [] } });
  const letGo = await hold(pool, '1');
  const late = lanes
    .commit(lease, { pending: { put: [waiting('1', 2), waiting('2', 1)], remove: [] } })
    .then(() => 'kept', () => 'lost'); // biome-ignore format: one line each
  await eventually('the old runner stands still in its commit', () => standing(pool));

  const leases = new LeaseStore(pool, 'new');
  const flow = (await leases.list()).find(({ flowId }) => flowId === 'f');
  if (!flow) throw new Error('no flow');
  expect(await leases.claim(flow)).toBe(lease.epoch + 1);
  const alone = leases.shutOut('f');
  if (!frozen) await letGo();
  await alone;
  const read = await lanes.pending(laneId);
  if (frozen) await letGo();
  expect(await late).toBe(frozen ? 'lost' : 'kept');
  expect(await lanes.pending(laneId)).toEqual(read);
  await expect(
    lanes.commit(lease, { pending: { put: [], remove: [{ laneId, recordKey: '["1"]', revision: 9 }] } }),
  ).rejects.toMatchObject({ code: 'LEASE_STALE' });
  expect(await lanes.pending(laneId)).toEqual(read);
});
