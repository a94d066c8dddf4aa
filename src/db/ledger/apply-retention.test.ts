import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { retentionCutoff } from '#core/ledger/ledger-policy.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { testSecret } from '#testing/test-secret.ts';
import { loadTotals } from '../runner/load-flow.ts';
import { applyRetention } from './apply-retention.ts';
import { auditLedger } from './chain/audit-ledger.ts';
import { countEntries } from './count-entries.ts';
import { listPartitions } from './drop-partitions.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import { foldCounts } from './fold-counts.ts';
import { countPast, ledgerSize } from './ledger-size.ts';
import { listIssues } from './read-issues.ts';

const DAY = 86_400_000;
/** Noon: lines of hours after it are of the same day. */
const now = new Date(Math.floor(Date.now() / DAY) * DAY + DAY / 2);
const goOn = async () => true;

let opened: Awaited<ReturnType<typeof ledgerStore>>;
beforeEach(async () => {
  opened = await ledgerStore('retention', ['f', 'g']);
  for (let ago = 0; ago <= 9; ago += 3)
    await ensurePartitions(opened.pool, new Date(now.getTime() - ago * DAY));
});
/** Whatever was removed, the chains prove the rest and tell of it. */
afterEach(async () => {
  const input = { workspaceId: 'w', flowId: null, secret: testSecret, anchor: null };
  const audit = await auditLedger(opened.pool, input, () => undefined, new AbortController().signal);
  await opened.close();
  expect(audit?.findings).toEqual([]);
  expect(audit?.lanes.flatMap(({ removals }) => removals.map(({ by }) => by))).toContain('Syncline');
});

/** Lines of a flow, `count` of them from one moment on, one a second. */
const linesOf = (flowId: string, ago: number, count: number, rest: Partial<LedgerEntry> = {}) =>
  Array.from({ length: count }, (_, ordinal) =>
    ledgerEntry({
      flowId,
      laneId: `${flowId}:l-m-r`,
      position: `${flowId}${ago}`,
      ordinal,
      commitTime: (now.getTime() - ago * DAY) * 1000 + ordinal * 1_000,
      recordKey: JSON.stringify([String(ordinal)]),
      ...rest,
    }),
  );

const write = (lines: LedgerEntry[]) =>
  opened.lanes.commit({ flowId: lines[0]!.flowId, epoch: 3 }, { entries: lines });

const keep = (flowId: string, keepDays: number) =>
  opened.pool.query(`INSERT INTO ledger_policy ("workspaceId", "flowId", "keepDays") VALUES ('w', $1, $2)`, [
    flowId,
    keepDays,
  ]);

const exact = (count: number) => ({ count, estimated: false });

test('[E19] the lines of a flow stay while a bulk action looks at them, or one may be confirmed', async () => {
  const { pool } = opened;
  await write(linesOf('f', 6, 30));
  await keep('f', 5);
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, state, "createdBy", "finishedAt")
     VALUES ('o', 'w', 'f', 'bulk', '{"dryRun": true}', 'done', 't', now())`,
  );
  const removed = () => applyRetention(pool, testSecret, goOn, now);
  expect(await removed()).toEqual([]);
  await pool.query(`UPDATE operation SET state = 'paused', "finishedAt" = NULL, input = '{"dryRun": false}'`);
  expect(await removed()).toEqual([]);
  await pool.query(`UPDATE operation SET "createdAt" = now() - interval '2 days'`);
  expect(await removed()).toMatchObject([{ flowId: 'f', lines: 30 }]);
});

test('[E19] a bulk action that begins while they are removed finds the lines that are left', async () => {
  const { pool } = opened;
  await write(linesOf('g', 6, 1));
  for (let part = 0; part < 2; part += 1) await write(linesOf('f', 6, 2_000, { position: `p${part}` }));
  await keep('f', 5);
  const begins = async () => {
    await pool.query(
      `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, state, "createdBy")
       VALUES ('o', 'w', 'f', 'bulk', '{}', 'queued', 't')`,
    );
    return true;
  };
  expect(await applyRetention(pool, testSecret, begins, now)).toMatchObject([{ flowId: 'f', lines: 2_000 }]);
  expect(await countEntries(pool, 'w', { flowId: 'f' })).toEqual(exact(2_000));
});

test('what is past its flow’s time goes, by whole days where it can; what is open or another flow’s stays', async () => {
  const { pool } = opened;
  await write(linesOf('f', 8, 300));
  // A day is dropped all the same: the few lines that stay are moved.
  await write(linesOf('f', 8, 2, { position: 'open', status: 'parked', code: 'WRITE_FAILED' }));
  await write(linesOf('f', 6, 5_000));
  await write(linesOf('f', 6, 2, { position: 'open', status: 'held', code: 'CONFLICT_HELD' }));
  await write(linesOf('g', 6, 40));
  await write(linesOf('f', 1, 70));
  await keep('f', 5);
  const cutoff = retentionCutoff(5, now)!;
  expect(await countPast(pool, 'w', 'f', cutoff)).toEqual({ lines: 5_300, open: 4 });
  const before = (await listPartitions(pool)).length;
  const totals = await loadTotals(pool, 'f');
  const removals = await applyRetention(pool, testSecret, goOn, now);
  expect(removals).toMatchObject([{ flowId: 'f', lines: 5_300 }]);
  expect(removals[0]!.days).toContain(new Date(now.getTime() - 8 * DAY).toISOString().slice(0, 10));
  expect((await listPartitions(pool)).length).toBeLessThan(before);
  expect(await countEntries(pool, 'w', { flowId: 'f' })).toEqual(exact(74));
  expect(await countEntries(pool, 'w', { status: ['held', 'parked'] })).toEqual(exact(4));
  expect(await countEntries(pool, 'w', { flowId: 'g' })).toEqual(exact(40));
  expect((await pool.query('SELECT FROM ledger_entry')).rowCount).toBe(114);
  // What the flow has done since it was deployed is told as before.
  await foldCounts(pool);
  expect(await loadTotals(pool, 'f')).toEqual(expect.arrayContaining(totals));
  const size = await ledgerSize(pool, 'w');
  expect(size.flows.find(({ flowId }) => flowId === 'f')).toMatchObject({
    lines: 74,
    open: 4,
    removed: 5_300,
  });
  const told = await pool.query(`SELECT actor, detail FROM audit_event WHERE action = 'ledger.remove'`);
  expect(told.rows).toMatchObject([{ actor: 'Syncline', detail: { lines: 5_300, keepDays: 5 } }]);
  expect(await applyRetention(pool, testSecret, goOn, now)).toEqual([]);
  // Nor are minutes counted any more of which nothing is left.
  const past = `SELECT sum(lines)::int AS lines, min(lines)::int AS least FROM ledger_count
    WHERE flow_id = 'f' AND bucket > '-infinity' AND bucket < $1`;
  expect((await pool.query(past, [cutoff])).rows).toEqual([{ lines: 4, least: 2 }]);
});

test('the workspace’s days hold for flows without their own; 0 keeps for ever', async () => {
  const { pool } = opened;
  await write(linesOf('f', 6, 10));
  await write(linesOf('g', 6, 10));
  await keep('', 2);
  await keep('g', 0);
  expect(await applyRetention(pool, testSecret, goOn, now)).toMatchObject([{ flowId: 'f', lines: 10 }]);
  expect(await countEntries(pool, 'w', {})).toEqual(exact(10));
});

test('it ends between batches when asked to, and goes on the next time', async () => {
  const { pool } = opened;
  await write(linesOf('g', 6, 1));
  for (let part = 0; part < 3; part += 1) await write(linesOf('f', 6, 2_000, { position: `p${part}` }));
  await keep('f', 3);
  expect(await applyRetention(pool, testSecret, async () => false, now)).toMatchObject([{ lines: 2_000 }]);
  expect(await applyRetention(pool, testSecret, goOn, now)).toMatchObject([{ lines: 4_000 }]);
});

test('days that lie in the default partition get one of their own; a clock far ahead does not keep its lines', async () => {
  const { pool } = opened;
  const fallen = async () => (await pool.query('SELECT FROM ledger_entry_default')).rowCount;
  await write(linesOf('f', 40, 60));
  await write(linesOf('g', 41, 5));
  const ahead = { appliedAt: (now.getTime() - 9 * DAY) * 1000 };
  await write(linesOf('f', -400, 3, ahead));
  expect(await fallen()).toBe(68);
  await ensurePartitions(pool, now, 50);
  expect(await fallen()).toBe(8);
  expect(await countEntries(pool, 'w', { flowId: 'f' })).toEqual(exact(63));
  await keep('f', 7);
  expect(await applyRetention(pool, testSecret, goOn, now)).toMatchObject([{ flowId: 'f', lines: 63 }]);
  expect(await fallen()).toBe(5);
});

describe('what refers to lines that are gone', () => {
  /** Lines of other days, too, so that both ways of removing are taken. */
  const failed = (ago: number, keys: string[], status: 'failed' | 'parked' = 'failed') =>
    write(
      keys.map((key) =>
        ledgerEntry({
          ...{ flowId: 'f', laneId: 'f:l-m-r', position: `x${ago}`, ordinal: Number(key), status },
          ...{ code: 'WRITE_FAILED', detail: `It holds ${key}.`, recordKey: JSON.stringify([key]) },
          ...{
            commitTime: (now.getTime() - ago * DAY) * 1000,
            appliedAt: (now.getTime() - ago * DAY) * 1000,
          },
        }),
      ),
    );
  const well = (ago: number, key: string) =>
    write([
      ledgerEntry({
        ...{ flowId: 'f', laneId: 'f:l-m-r', position: `w${ago}`, ordinal: Number(key) },
        recordKey: JSON.stringify([key]),
        ...{ commitTime: (now.getTime() - ago * DAY) * 1000, appliedAt: (now.getTime() - ago * DAY) * 1000 },
      }),
    ]);
  const issues = async () => {
    const found = await listIssues(opened.pool, 'w', { kind: 'failure' }, { limit: 10, offset: 0 });
    return found.issues.map(({ to, lines, records, openRecords, sample, snoozedLines }) => ({
      ...{ to, lines, records, openRecords, sample, snoozedLines },
    }));
  };
  const hours = async () => (await opened.pool.query('SELECT FROM issue_hour')).rowCount;

  test('follows: counts, records that are well, the trend and the sample; who is still out of line stays so', async () => {
    const { pool } = opened;
    await failed(9, ['1', '2', '3']);
    await well(8, '1');
    await failed(7, ['2']);
    await failed(1, ['4']);
    await pool.query(`UPDATE issue SET state = 'snoozed', "snoozedLines" = 100`);
    const sample = { recordKey: '["4"]', detail: 'It holds 4.' };
    const of = { to: 'right', sample };
    expect(await issues()).toEqual([{ ...of, lines: 5, records: 4, openRecords: 3, snoozedLines: 100 }]);
    expect(await hours()).toBe(3);
    await keep('f', 5);
    expect(await applyRetention(pool, testSecret, goOn, now)).toMatchObject([{ flowId: 'f', lines: 5 }]);
    // Of record 1 nothing is left. What told that it is well is gone with the rest, and it does not come back.
    expect(await issues()).toEqual([{ ...of, lines: 1, records: 3, openRecords: 3, snoozedLines: 96 }]);
    expect(await hours()).toBe(1);
    // Once they are well, nothing tells of them either.
    await well(0, '2');
    await well(0, '3');
    expect((await issues())[0]).toMatchObject({ records: 3, openRecords: 1 });
    await applyRetention(pool, testSecret, goOn, new Date(now.getTime() + 4.5 * DAY));
    expect(await issues()).toEqual([
      { to: 'right', sample: null, lines: 0, records: 1, openRecords: 1, snoozedLines: 95 },
    ]);
    expect(await hours()).toBe(0);
  });
});

test('a removal that loses a deadlock is made again, and told', async () => {
  const { pool } = opened;
  await write(linesOf('f', 6, 30));
  // The day stays.
  await write(linesOf('g', 6, 1));
  await keep('f', 5);
  let lost = 0;
  const losing = {
    query: pool.query.bind(pool),
    async connect() {
      const client = await pool.connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      Object.assign(client, {
        async query(...args: unknown[]) {
          const result = await query(...args);
          if (lost > 0 || !String(args[0]).includes('DELETE FROM ledger_entry')) return result;
          lost += 1;
          throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
        },
        release: ((release) => () => {
          Reflect.deleteProperty(client, 'query');
          Reflect.deleteProperty(client, 'release');
          release.call(client);
        })(client.release),
      });
      return client;
    },
  } as unknown as pg.Pool;
  expect(await applyRetention(losing, testSecret, goOn, now)).toMatchObject([{ flowId: 'f', lines: 30 }]);
  expect(lost).toBe(1);
  const told = await pool.query(`SELECT detail FROM audit_event WHERE action = 'ledger.remove'`);
  expect(told.rows).toMatchObject([{ detail: { lines: 30 } }]);
  expect(await countEntries(pool, 'w', {})).toEqual(exact(1));
});

test('whoever reads all of the ledger keeps days from going and coming, and nobody from writing', async () => {
  const { pool } = opened;
  await write(linesOf('f', 6, 20));
  await write(linesOf('f', 3, 20));
  await keep('f', 5);
  const reader = await pool.connect();
  try {
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM ledger_entry');
    const far = new Date(now.getTime() + 30 * DAY);
    const removed = applyRetention(pool, testSecret, goOn, now);
    const made = ensurePartitions(pool, far);
    await write(linesOf('f', 0, 20));
    await Promise.all([removed, made]);
    // Line by line they go all the same.
    expect(await countEntries(pool, 'w', {})).toEqual(exact(40));
    expect(
      (await listPartitions(pool)).some(({ from }) => from > now && from.getTime() > far.getTime()),
    ).toBe(false);
  } finally {
    await reader.query('COMMIT');
    reader.release();
  }
  await ensurePartitions(pool, new Date(now.getTime() + 30 * DAY));
  expect((await listPartitions(pool)).at(-1)!.from.getTime()).toBeGreaterThan(now.getTime() + 30 * DAY);
});
