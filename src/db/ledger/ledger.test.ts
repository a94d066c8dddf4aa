import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { testSecret } from '#testing/test-secret.ts';
import { testStore } from '#testing/test-store.ts';
import { storePool } from '../runner/store-pool.ts';
import { countEntries } from './count-entries.ts';
import { partitionOf } from './drop-partitions.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import { PgLaneStore } from './pg-lane-store.ts';
import { listEntries } from './read-ledger.ts';
import { recordLines } from './record-lines.ts';

const lease = { flowId: 'f', epoch: 3 };
const noon = Date.now() * 1000;

const entry = (ordinal: number, rest: Partial<LedgerEntry> = {}): LedgerEntry => ({
  laneId: 'f:l-m-r',
  flowId: 'f',
  version: 1,
  side: 'left',
  position: '0000000000000A00',
  ordinal,
  commitTime: noon + Math.floor(ordinal / 3),
  capturedAt: noon + 10,
  appliedAt: noon + 20,
  op: 'update',
  status: 'applied',
  code: null,
  detail: '',
  recordKey: JSON.stringify([String(ordinal % 5)]),
  before: { id: String(ordinal % 5), name: null },
  after: { id: String(ordinal % 5), name: `it's 100 % "name" ${ordinal}` },
  targetBefore: null,
  targetAfter: null,
  changed: ['name'],
  cause: 'live',
  conflict: null,
  operationId: null,
  ...rest,
});

let pool: pg.Pool;
let lanes: PgLaneStore;
let close: () => Promise<void>;

beforeAll(async () => {
  const store = await testStore('ledger');
  pool = storePool(store.url, 'test');
  close = async () => {
    await pool.end();
    await store.close();
  };
  await ensurePartitions(pool);
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  await pool.query(
    `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ('f', 'w', 'f', '{}', 't', '')`,
  );
  await pool.query(
    `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy") VALUES ('v', 'f', 1, '{}', '', '[]', '', 't')`,
  );
  await pool.query(
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ('f', 'v', 'running', 't', 3)`,
  );
  lanes = new PgLaneStore(pool, 'w', testSecret);
  await lanes.commit(lease, { entries: Array.from({ length: 100 }, (_, ordinal) => entry(ordinal)) });
});
afterAll(() => close());

describe('the ledger', () => {
  test('pages hold every entry once, newest first', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await listEntries(pool, 'w', { flowId: 'f' }, { cursor, limit: 7 });
      seen.push(...page.entries.map((each) => each.ordinal));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => 99 - index));
  });

  test('an entry comes back as it was written, to the microsecond', async () => {
    const page = await listEntries(pool, 'w', {}, { limit: 1 });
    const { seq, workspaceId, issueId, ...read } = page.entries[0] ?? expect.fail('no entry');
    expect(read).toEqual(entry(99));
    expect(workspaceId).toBe('w');
    expect(issueId).toBeNull();
    expect(seq).toMatch(/^\d+$/);
  });

  test('[E7] an entry that is written again replaces itself, and is said to have stood', async () => {
    const again = entry(5, { status: 'held', code: 'RECONCILING' });
    expect(await lanes.commit(lease, { entries: [again] })).toEqual([
      { laneId: 'f:l-m-r', side: 'left', from: 'applied', to: null, code: null, count: 1 },
    ]);
    expect(await countEntries(pool, 'w', {})).toEqual({ count: 100, estimated: false });
    const none = { left: null, right: null };
    const settlement = {
      before: none,
      after: none,
      conflict: null,
      appliedAt: noon,
      detail: 'done',
      code: null,
    };
    const moved = await lanes.commit(lease, {
      settle: [{ laneId: 'f:l-m-r', recordKey: '["0"]', status: 'applied', ...settlement }],
    });
    expect(moved).toEqual([
      { laneId: 'f:l-m-r', side: 'left', from: 'held', to: 'applied', code: null, count: 1 },
    ]);
  });

  test('[E1] a stale lease writes nothing', async () => {
    const stale = { flowId: 'f', epoch: 2 };
    const alone = lanes.commit(stale, { entries: [entry(500)] });
    await expect(alone).rejects.toThrowError(SyncError);
    const mixed = lanes.commit(stale, {
      entries: [entry(501)],
      pending: { remove: [] },
      digests: [{ laneId: 'l', recordKey: 'r', fields: {} }],
    });
    await expect(mixed).rejects.toMatchObject({ code: 'LEASE_STALE' });
    expect((await countEntries(pool, 'w', {})).count).toBe(100);
  });

  test('filters narrow, and text is taken literally', async () => {
    const count = async (filter: Parameters<typeof countEntries>[2]) =>
      (await countEntries(pool, 'w', filter)).count;
    expect(await count({ recordKey: '["3"]' })).toBe(20);
    expect(await count({ status: ['parked', 'held'] })).toBe(0);
    expect(await count({ status: ['applied', 'held'] })).toBe(100);
    expect(await count({ side: 'right' })).toBe(0);
    expect(await count({ text: '100 % "NAME" 42' })).toBe(0);
    expect(await count({ text: "it's 100 %" })).toBe(100);
    expect(await count({ text: '100_%' })).toBe(0);
    expect(await count({ from: new Date(Date.now() + 60_000).toISOString() })).toBe(0);
    expect(await countEntries(pool, 'other workspace', {})).toEqual({ count: 0, estimated: false });
  });

  test('a journey is one record, oldest first', async () => {
    const { lines } = await recordLines(pool, 'w', { flowId: 'f', laneId: 'f:l-m-r', recordKey: '["2"]' });
    expect(lines.map((line) => line.ordinal)).toEqual(
      Array.from({ length: 20 }, (_, index) => index * 5 + 2),
    );
  });

  test('a page marker that nobody gave out is refused', async () => {
    await expect(listEntries(pool, 'w', {}, { cursor: 'nonsense', limit: 5 })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

test('a commit that comes while its day gets a partition of its own is kept', async () => {
  const { name, from, to } = partitionOf(new Date(Date.parse('2031-03-02T00:00:00Z')));
  const maker = await pool.connect();
  try {
    // As `ensurePartitions` does it.
    await maker.query('BEGIN');
    await maker.query('LOCK TABLE ledger_entry_default IN ACCESS EXCLUSIVE MODE');
    await maker.query(`CREATE TABLE ${name} (LIKE ledger_entry INCLUDING ALL)`);
    await maker.query(
      `ALTER TABLE ledger_entry ATTACH PARTITION ${name} FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`,
    );
    const written = lanes.commit(lease, { entries: [entry(9_000, { commitTime: from.getTime() * 1000 })] });
    await eventually('it waits for the day', async () => {
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return (await pool.query(waits)).rowCount === 1;
    });
    await maker.query('COMMIT');
    await written;
  } finally {
    maker.release();
  }
  expect((await pool.query(`SELECT FROM ${name}`)).rowCount).toBe(1);
});
