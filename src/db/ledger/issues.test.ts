import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { testSecret } from '#testing/test-secret.ts';
import { commitIssues } from './commit-issues.ts';
import { keepIssues } from './keep-issues.ts';
import { PgLaneStore } from './pg-lane-store.ts';
import { countOpen, listIssues } from './read-issues.ts';
import { resolveWell } from './resolve-well.ts';

const lease = { flowId: 'f', epoch: 3 };
const noon = Date.now() * 1000;
const laneId = 'f:l-m-r';
const place = { to: 'right', field: null, constraint: 'email_key', node: null } as const;
const unique = { code: 'UNIQUE_VIOLATION', detail: 'duplicate key', place } as const;

let pool: pg.Pool;
let lanes: PgLaneStore;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ pool, lanes, close } = await ledgerStore('issues'));
});
beforeEach(async () => {
  await pool.query('DELETE FROM issue');
  await pool.query('DELETE FROM ledger_entry');
  await pool.query('DELETE FROM pending_record');
});
afterAll(() => close?.());

const name = (key: number) => JSON.stringify([String(key)]);

function line(key: number, status: LedgerStatus, rest: Partial<LedgerLine> = {}): LedgerLine {
  return {
    laneId,
    flowId: 'f',
    version: 1,
    side: 'left',
    position: '0000000000000A00',
    ordinal: key,
    commitTime: noon,
    capturedAt: noon,
    appliedAt: noon,
    op: 'update',
    status,
    code: null,
    detail: '',
    recordKey: name(key),
    before: { id: String(key), email: 'a' },
    after: { id: String(key), email: 'b' },
    targetBefore: null,
    targetAfter: null,
    changed: ['email'],
    cause: 'live',
    conflict: null,
    operationId: null,
    ...rest,
  };
}

function parked(key: number, rest: Partial<PendingRecord> = {}): PendingRecord {
  return {
    laneId,
    recordKey: name(key),
    leftKey: { id: String(key) },
    rightKey: { id: String(key) },
    state: 'parked',
    base: { kind: 'unknown' },
    first: false,
    touched: { left: {}, right: {} },
    written: { left: {}, right: {} },
    ...unique,
    attempts: 1,
    nextAttemptAt: null,
    since: noon,
    differs: null,
    agreed: null,
    conflict: null,
    decision: null,
    heard: null,
    revision: 1,
    ...rest,
  };
}

const park = (keys: number[], cause: Partial<PendingRecord> & Pick<LedgerLine, 'code'> = unique) => {
  const { code, detail = '', place: at = null } = cause;
  return lanes.commit(lease, {
    entries: keys.map((key) => line(key, 'parked', { code, detail, place: at })),
    pending: { put: keys.map((key) => parked(key, cause as Partial<PendingRecord>)) },
  });
};

const settle = (keys: number[]) =>
  lanes.commit(lease, {
    settle: keys.map((key) => ({
      laneId,
      recordKey: name(key),
      status: 'applied',
      code: null,
      detail: 'Reconciled from both sides.',
      appliedAt: noon + 50,
      before: { left: null, right: null },
      after: { left: null, right: null },
      conflict: null,
    })),
    pending: { remove: keys.map((key) => ({ laneId, recordKey: name(key), revision: 1 })) },
  });

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const all = async () => (await listIssues(pool, 'w', {}, { limit: 50, offset: 0 })).issues;

test('[E9] 1,500 records that fail at one constraint are one issue, whatever the values', async () => {
  for (let from = 0; from < 1500; from += 500) await park(range(from, 500));
  await park([2000], {
    code: 'NOT_NULL_VIOLATION',
    detail: 'null',
    place: { ...place, constraint: null, field: 'name' },
  });
  const issues = await all();
  expect(issues).toHaveLength(2);
  expect(issues.find(({ code }) => code === 'UNIQUE_VIOLATION')).toMatchObject({
    kind: 'failure',
    flowId: 'f',
    laneId,
    to: 'right',
    constraint: 'email_key',
    field: null,
    state: 'open',
    lines: 1500,
    records: 1500,
    openRecords: 1500,
    sample: { detail: 'duplicate key' },
  });
  expect(await countOpen(pool, 'w')).toBe(2);
});

test('an issue whose records are all in line again is resolved by itself, and comes back when it is seen again', async () => {
  await park(range(1, 10));
  await settle(range(1, 9));
  expect(await all()).toMatchObject([{ state: 'open', records: 10, openRecords: 1, lines: 10 }]);
  await settle([10]);
  expect(await all()).toMatchObject([{ state: 'resolved', stateBy: null, records: 10, openRecords: 0 }]);
  expect(await countOpen(pool, 'w')).toBe(0);
  await lanes.commit(lease, {
    entries: [line(3, 'parked', { ...unique, position: '0000000000000B00' })],
    pending: { put: [parked(3)] },
  });
  const [issue] = await all();
  expect(issue).toMatchObject({ state: 'open', records: 10, openRecords: 1, lines: 11 });
  expect(issue?.returnedAt).not.toBeNull();
  const events = await pool.query('SELECT kind FROM issue_event ORDER BY id');
  expect(events.rows.map(({ kind }) => kind)).toEqual(['seen', 'recovered', 'returned']);
});

test('a record that fails for another cause now moves to that issue', async () => {
  await park([1, 2]);
  const check = {
    code: 'CHECK_VIOLATION',
    detail: 'check',
    place: { ...place, constraint: 'positive' },
  } as const;
  await lanes.commit(lease, {
    settle: [
      {
        laneId,
        recordKey: name(1),
        status: 'parked',
        ...check,
        appliedAt: noon + 50,
        before: { left: null, right: null },
        after: { left: null, right: null },
        conflict: null,
      },
    ],
    pending: { put: [parked(1, { ...check, revision: 2 })] },
  });
  const issues = await all();
  expect(issues.map(({ code, lines, openRecords }) => [code, lines, openRecords]).sort()).toEqual([
    ['CHECK_VIOLATION', 1, 1],
    ['UNIQUE_VIOLATION', 1, 1],
  ]);
});

test('a line that comes again after a crash is counted once', async () => {
  await park([1, 2, 3]);
  await park([1, 2, 3]);
  expect(await all()).toMatchObject([{ lines: 3, records: 3, openRecords: 3 }]);
});

test('what failed with nobody left to try it stays open until later lines of its records went well, and is then resolved by itself', async () => {
  await lanes.commit(lease, { entries: [line(1, 'failed', unique), line(2, 'failed', unique)] });
  expect(await all()).toMatchObject([{ openRecords: 2, state: 'open' }]);
  await lanes.commit(lease, {
    entries: [line(1, 'applied', { position: '0000000000000C00', appliedAt: noon + 99, cause: 'replay' })],
  });
  await resolveWell(pool);
  expect(await all()).toMatchObject([{ openRecords: 1, state: 'open' }]);
  await lanes.commit(lease, {
    entries: [line(2, 'applied', { position: '0000000000000C01', appliedAt: noon + 99 })],
  });
  await resolveWell(pool);
  expect(await all()).toMatchObject([{ openRecords: 0, state: 'resolved', stateBy: null }]);
  expect(await countOpen(pool, 'w')).toBe(0);
  // A failure that was under way while it was resolved, of before that moment, brings it back and is counted.
  const next = { position: '0000000000000D00', appliedAt: noon + 200 };
  await lanes.commit(lease, { entries: [line(2, 'failed', { ...unique, ...next })] });
  await resolveWell(pool);
  expect(await all()).toMatchObject([{ openRecords: 1, state: 'open' }]);
});

const conflict = {
  base: null,
  left: { email: 'l' },
  right: { email: 'r' },
  fields: [
    { left: 'email', right: 'email', rule: 'prefer', winner: 'left' as const, why: 'The left side wins.' },
  ],
};

/** A rule decides conflicts of these records, at a time. */
const decide = (keys: number[], at = noon) =>
  lanes.commit(lease, {
    entries: keys.map((key) =>
      line(key, 'resolved', { code: 'CONFLICT_RESOLVED', conflict, appliedAt: at, position: String(at) }),
    ),
  });

/** Decides what the last line of each of these records decided again, as an action does. */
async function decideAgain(keys: number[], status: 'resolved' | 'held', at = noon + 10): Promise<void> {
  const last = await pool.query<{ recordKey: string; seq: string }>(
    `SELECT record_key AS "recordKey", max(seq)::text AS seq FROM ledger_entry WHERE record_key = ANY($1) GROUP BY 1`,
    [keys.map(name)],
  );
  const replaces = (key: number) =>
    last.rows.flatMap(({ recordKey, seq }) => (recordKey === name(key) ? [seq] : []));
  const waits = status === 'held';
  const rest = { code: waits ? ('CONFLICT_HELD' as const) : ('CONFLICT_RESOLVED' as const), appliedAt: at };
  await lanes.commit(lease, {
    entries: keys.map((key) => {
      const account = { ...conflict, replaces: replaces(key) };
      return line(key, status, { ...rest, conflict: account, cause: 're-decide', position: `op/${at}` });
    }),
    pending: { put: waits ? keys.map((key) => parked(key, { state: 'held', code: 'CONFLICT_HELD' })) : [] },
  });
}

test('decisions of a rule are resolved once the last of them was decided again, and come back with the next one', async () => {
  await decide(range(1, 4));
  // One of the records has been in two conflicts.
  await decide([4], noon + 5);
  await decideAgain(range(1, 4), 'resolved');
  expect(await all()).toMatchObject([{ kind: 'decision', rule: 'prefer', state: 'open', records: 4 }]);
  const earlier = await pool.query<{ seq: string }>(
    `SELECT seq::text FROM ledger_entry WHERE record_key = $1 AND position = $2`,
    [name(4), String(noon)],
  );
  const account = { ...conflict, replaces: earlier.rows.map(({ seq }) => seq) };
  const rest = {
    code: 'CONFLICT_RESOLVED',
    conflict: account,
    cause: 're-decide',
    position: 'op/2',
  } as const;
  await lanes.commit(lease, { entries: [line(4, 'resolved', { ...rest, appliedAt: noon + 20 })] });
  expect(await all()).toMatchObject([{ state: 'resolved', stateBy: null, records: 4, lines: 5 }]);
  await decide([2], noon + 30);
  expect(await all()).toMatchObject([{ state: 'open', returnedAt: expect.any(String) }]);
  await decideAgain([2], 'resolved', noon + 40);
  expect(await all()).toMatchObject([{ state: 'resolved' }]);
});

test('decisions that a rule hands to a person are resolved once the last one has been made', async () => {
  await decide([1, 2]);
  await decideAgain([1, 2], 'held');
  expect(await all()).toMatchObject([{ state: 'open' }]);
  const byPerson = (key: number) =>
    lanes.commit(lease, {
      settle: [
        {
          ...{ laneId, recordKey: name(key), status: 'resolved', code: 'CONFLICT_RESOLVED', detail: '' },
          ...{
            appliedAt: noon + 50,
            before: { left: null, right: null },
            after: { left: null, right: null },
          },
          conflict: { ...conflict, fields: conflict.fields.map((field) => ({ ...field, by: 'Ana' })) },
        },
      ],
      pending: { remove: [{ laneId, recordKey: name(key), revision: 1 }] },
    });
  await byPerson(1);
  expect(await all()).toMatchObject([{ state: 'open' }]);
  await byPerson(2);
  expect(await all()).toMatchObject([{ state: 'resolved' }]);
});

test('what a rule decided is an issue of its own kind, and nothing of it is open', async () => {
  await decide(range(1, 30));
  expect(await all()).toMatchObject([
    { kind: 'decision', rule: 'prefer', to: 'right', records: 30, openRecords: 0 },
  ]);
  expect(await countOpen(pool, 'w')).toBe(0);
});

test('what waits by a rule, or is only being looked at, is no issue', async () => {
  await lanes.commit(lease, {
    entries: [
      line(1, 'held', { code: 'RECONCILING' }),
      line(2, 'held', { code: 'CONFLICT_HELD' }),
      line(3, 'skipped', { code: 'FILTERED' }),
      line(4, 'applied'),
    ],
  });
  expect(await all()).toEqual([]);
});

test('two commits that each settle one of the last two records leave the issue resolved', async () => {
  for (let round = 0; round < 5; round += 1) {
    await park([1, 2]);
    await Promise.all([settle([1]), settle([2])]);
    expect(await all()).toMatchObject([{ state: 'resolved', openRecords: 0 }]);
  }
});

test.each([
  { kind: 'seen', before: async () => undefined },
  {
    kind: 'returned',
    before: async () => {
      await park([1]);
      await settle([1]);
      await pool.query('DELETE FROM issue_event');
    },
  },
])('of commits beside each other that see an issue, one tells that it is $kind', async ({ kind, before }) => {
  await before();
  const first = await pool.connect();
  try {
    await first.query('BEGIN');
    const seen = commitIssues({ entries: [line(2, 'parked', unique)] }).sightings;
    await keepIssues(first, { workspaceId: 'w', flowId: 'f' }, seen, new Map());
    const second = park([3]);
    await eventually('the second one waits for the first', async () => {
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return (await pool.query(waits)).rowCount === 1;
    });
    await first.query('COMMIT');
    await second;
  } finally {
    first.release();
  }
  expect((await pool.query('SELECT kind FROM issue_event')).rows).toEqual([{ kind }]);
  expect(await all()).toMatchObject([{ state: 'open' }]);
});

test('where the ledger keeps digests alone, the sample of a record that waits quotes no value of it', async () => {
  await pool.query(
    `INSERT INTO ledger_policy ("workspaceId", "flowId", payload) VALUES ('w', 'f', 'digests')`,
  );
  try {
    const quoting = { detail: 'Key (email)=(ana@secret.example) already exists.' };
    const store = new PgLaneStore(pool, 'w', testSecret);
    await store.commit(lease, { pending: { put: [parked(1, quoting)] } });
    const { rows } = await pool.query('SELECT sample FROM issue');
    expect(rows).toEqual([{ sample: { recordKey: name(1), detail: '' } }]);
  } finally {
    await pool.query('DELETE FROM ledger_policy');
  }
});
