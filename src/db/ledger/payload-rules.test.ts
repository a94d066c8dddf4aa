import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptResult } from '#core/ledger/apply-payload.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { isDigestText } from '#core/ledger/digest-text.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import type { Disagreement } from '#core/ledger/verify-report.ts';
import { plannerOf } from '#core/operations/planner-of.ts';
import { conflictAccount, ledgerEntry } from '#testing/ledger-fixture.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { PgLaneStore } from './pg-lane-store.ts';
import { listEntries } from './read-ledger.ts';
import { readPayloadPolicy } from './read-payload-policy.ts';
import { FindingWriter } from './verify-findings.ts';

let opened: Awaited<ReturnType<typeof ledgerStore>>;
beforeAll(async () => {
  opened = await ledgerStore('payload');
});
afterAll(() => opened.close());

let next = 0;

/** Writes lines under a policy, as an engine that starts then would. @returns the lines as they are read, oldest first */
async function written(policy: PayloadPolicy, lines: LedgerLine[], secret = 'a') {
  const { pool } = opened;
  await pool.query(
    `INSERT INTO ledger_policy ("workspaceId", "flowId", payload) VALUES ('w', 'f', $1)
     ON CONFLICT ("workspaceId", "flowId") DO UPDATE SET payload = excluded.payload`,
    [policy],
  );
  const store = new PgLaneStore(pool, 'w', Buffer.alloc(32, secret));
  next += 1;
  const position = `P${next}`;
  await store.commit(
    { flowId: 'f', epoch: 3 },
    { entries: lines.map((line, ordinal) => ({ ...line, position, ordinal })) },
  );
  const page = await listEntries(pool, 'w', { flowId: 'f' }, { limit: 500 });
  return page.entries.filter((row) => row.position === position).toReversed();
}

const same = {
  pairs: [
    ['id', 'key'],
    ['name', 'title'],
    ['city', 'town'],
  ] as const,
};
const before = { id: '1', name: 'Ana', city: 'Oslo' };
const after = { id: '1', name: 'Ana', city: 'Rome' };

test('full: every value, and no word of anything left out', async () => {
  const [row] = await written('full', [ledgerEntry({ before, after, changed: ['city'] })]);
  expect(row).toMatchObject({ before, after });
  expect(row).not.toHaveProperty('payload');
});

test('changed: what changed, on both sides; what came into being or went stays whole', async () => {
  const [update, cast, insert] = await written('changed', [
    { ...ledgerEntry({ before, after, changed: ['city'] }), targetBefore: same, targetAfter: same },
    ledgerEntry({
      ...{ before, after, changed: ['city'] },
      ...{ targetBefore: { key: '1', town: 'Oslo' }, targetAfter: { key: '1', town: 'Rome' } },
    }),
    ledgerEntry({ op: 'insert', before: null, after, changed: ['id', 'name', 'city'] }),
  ]);
  const narrow = { payload: 'changed', before: { city: 'Oslo' }, after: { city: 'Rome' }, changed: ['city'] };
  expect(update).toMatchObject({ ...narrow, targetBefore: { town: 'Oslo' }, targetAfter: { town: 'Rome' } });
  expect(cast).toMatchObject({ ...narrow, targetBefore: { town: 'Oslo' }, targetAfter: { town: 'Rome' } });
  for (const row of [update!.before, update!.after, cast!.before, cast!.targetAfter])
    expect(Object.keys(row!)).toHaveLength(1);
  expect(insert).toMatchObject({ before: null, after });
});

test('digests: no value is stored anywhere, but equal ones can be told; keys stay', async () => {
  const secret = 'Ana-who-must-not-be-seen';
  const [row] = await written('digests', [
    {
      ...ledgerEntry({
        before: { ...before, name: secret },
        after: { ...after, name: secret, city: null as unknown as string },
        changed: ['city'],
        ...{ status: 'resolved', code: 'CAST_FAILED', detail: `"${secret}" is no date` },
        conflict: {
          ...conflictAccount({
            ...{ left: 'name', rule: 'newest', winner: 'left', why: `${secret} is newer.` },
            ...{ base: { left: secret, right: null }, stands: { left: secret, right: secret } },
          }),
          left: { name: secret },
        },
      }),
      targetBefore: same,
      targetAfter: same,
    },
  ]);
  const stored = await opened.pool.query(
    `SELECT (SELECT json_agg(l)::text FROM ledger_entry l WHERE payload = 'digests') || coalesce((SELECT json_agg(i)::text FROM issue i), '') AS text`,
  );
  expect(stored.rows[0].text).not.toContain(secret);
  expect(row).toMatchObject({ payload: 'digests', recordKey: '["1"]', detail: '', changed: ['city'] });
  const digest = row!.before!.name!;
  expect(isDigestText(digest)).toBe(true);
  expect(row!.after).toMatchObject({ name: digest, city: null });
  expect(row!.targetBefore).toMatchObject({ title: digest });
  expect(row!.conflict).toMatchObject({
    left: { name: digest },
    fields: [{ base: { left: digest, right: null }, stands: { left: digest } }],
  });
  expect(row!.before!.city).not.toBe(digest);
  const [other] = await written('digests', [ledgerEntry({ after: { name: secret } })], 'b');
  expect(other!.after!.name).not.toBe(digest);
});

test('digests: nor do trips, results of actions and findings of a verify have what is in no line', async () => {
  const { pool } = opened;
  await pool.query(`UPDATE ledger_policy SET payload = 'digests'`);
  const key = { id: '1' };
  const trip = {
    ...{
      laneId: 'f:l-m-r',
      side: 'left',
      state: 'tripped',
      kinds: [],
      trippedAt: 1,
      until: { position: 'P' },
    },
    ...{ decidedBy: null, decidedAt: null },
    preview: {
      ...{ days: [], complete: true, truncated: 0 },
      samples: [{ op: 'update', key, before, after, position: 'P', commitTime: 1 }],
    },
  } as unknown as BreakerTrip;
  const store = new PgLaneStore(pool, 'w', Buffer.alloc(32, 'a'));
  await store.commit({ flowId: 'f', epoch: 3 }, { trips: [trip] });
  const kept = await pool.query('SELECT body FROM breaker_trip');
  expect(kept.rows[0].body.preview.samples).toMatchObject([{ key, before: null, after: null }]);
  await pool.query('DELETE FROM breaker_trip');

  const finding = { recordKey: '["1"]', kind: 'differ', fields: ['city'], rightFields: ['town'] } as const;
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, state, "createdBy") VALUES ('v', 'w', 'f', 'verify', '{}', 'done', 'x')`,
  );
  const writer = new FindingWriter(pool, 'v', await readPayloadPolicy(pool, 'w', 'f'));
  await writer.write('f:l-m-r', [{ ...finding, left: before, right: after } as unknown as Disagreement]);
  const found = await pool.query('SELECT fields, "left", "right" FROM verify_finding');
  expect(found.rows).toEqual([{ fields: ['city'], left: null, right: null }]);

  const rows = { left: before, right: after };
  const result = {
    laneId: 'f:l-m-r',
    recordKey: '["1"]',
    outcome: 'refused',
    code: 'CHANGED_SINCE',
  } as const;
  const told = { ...result, detail: 'It holds "Oslo".', before: rows, after: rows };
  expect(keptResult(told, 'digests')).toEqual({ ...result, detail: '', before: null, after: null });
  expect(keptResult(told, 'full')).toBe(told);
});

test('what a settlement leaves out is told of the whole line, and is never taken for a value', async () => {
  const held = { status: 'held' as const, code: 'CONFLICT_HELD' as const, recordKey: '["9"]' };
  const [line] = await written('full', [ledgerEntry({ ...held, before, after })]);
  await opened.pool.query(`UPDATE ledger_policy SET payload = 'digests'`);
  const store = new PgLaneStore(opened.pool, 'w', Buffer.alloc(32, 'a'));
  await store.commit(
    { flowId: 'f', epoch: 3 },
    {
      settle: [
        {
          ...{
            laneId: line!.laneId,
            recordKey: '["9"]',
            status: 'resolved',
            code: null,
            detail: 'Rome it is.',
          },
          ...{
            appliedAt: line!.appliedAt,
            before: { left: after, right: before },
            after: { left: after, right: after },
          },
          conflict: null,
        },
      ],
    },
  );
  const page = await listEntries(opened.pool, 'w', { recordKey: '["9"]' }, { limit: 5 });
  expect(page.entries).toMatchObject([{ payload: 'digests', status: 'resolved', detail: '', after }]);
  expect(isDigestText(page.entries[0]!.targetAfter!.city!)).toBe(true);
});

test.each([
  { kind: 'replay', from: 'logged' },
  { kind: 'revert', sides: 'both' },
  { kind: 're-decide', rules: { all: { kind: 'prefer', side: 'left' } } },
] as const)('$kind refuses what only digests tell', async (action) => {
  const [line] = await written('digests', [ledgerEntry({ before, after })]);
  const planner = plannerOf(action as Parameters<typeof plannerOf>[0]);
  const record = { laneId: 'f:l-m-r', recordKey: '["1"]', from: null, selected: [line!], since: [line!] };
  const plan = planner.plan(
    { ...record, now: { left: after, right: after } },
    {} as Parameters<typeof planner.plan>[1],
  );
  expect(plan).toMatchObject({ kind: 'refused', code: 'VALUES_NOT_KEPT' });
});
