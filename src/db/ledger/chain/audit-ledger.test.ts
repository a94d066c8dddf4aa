import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditReport, LedgerAnchor } from '#core/ledger/audit-report.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { Settlement } from '#core/ports/lane-store.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { testSecret } from '#testing/test-secret.ts';
import { applyRetention } from '../apply-retention.ts';
import { listPartitions } from '../drop-partitions.ts';
import { ensurePartitions } from '../ensure-partitions.ts';
import { inTransaction } from '../in-transaction.ts';
import { PgLaneStore } from '../pg-lane-store.ts';
import { removeLines } from '../remove-lines.ts';
import { auditLedger } from './audit-ledger.ts';
import { ChainKey } from './chain-key.ts';
import { checkLines } from './check-lines.ts';
import { Finder } from './finder.ts';
import { gatherLines } from './gather-lines.ts';

const lease = { flowId: 'f', epoch: 3 };
const laneId = 'f:l-m-r';
const noon = Date.now() * 1000;

let pool: pg.Pool;
let lanes: PgLaneStore;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ pool, lanes, close } = await ledgerStore('ledger_chain'));
});
afterAll(() => close());

const pairs = [
  ['id', 'id'],
  ['name', 'label'],
] as const;

function line(ordinal: number, rest: Partial<LedgerLine> = {}): LedgerLine {
  const after = { id: String(ordinal), name: `Ana "ß" \u001f ${ordinal}` };
  return {
    ...{
      laneId,
      flowId: 'f',
      version: 1,
      side: 'left',
      position: '0A',
      ordinal,
      commitTime: noon + ordinal * 1000,
    },
    ...{ capturedAt: noon, appliedAt: noon, op: 'update', status: 'applied', code: null, detail: '' },
    recordKey: JSON.stringify([String(ordinal)]),
    before: { ...after, name: null },
    after,
    targetBefore: { pairs },
    targetAfter: { pairs },
    ...{ changed: ['name'], cause: 'live', conflict: null, operationId: null },
    ...rest,
  };
}

const held = (ordinal: number) => line(ordinal, { status: 'held', code: 'RECONCILING', detail: 'Both.' });

const settled = (ordinal: number): Settlement => ({
  ...{
    laneId,
    recordKey: JSON.stringify([String(ordinal)]),
    status: 'applied',
    code: null,
    detail: 'Reconciled.',
  },
  ...{
    appliedAt: noon + 9,
    before: { left: null, right: null },
    after: { left: null, right: { id: '1' } },
    conflict: null,
  },
});

async function audit(anchor: LedgerAnchor | null = null, secret = testSecret): Promise<AuditReport> {
  const input = { workspaceId: 'w', flowId: null, secret, anchor };
  const report = await auditLedger(pool, input, () => undefined, new AbortController().signal);
  return report!;
}

const faults = (report: AuditReport) => report.findings.map(({ fault, block, seq }) => [fault, block, seq]);

/** Blocks 1 to 4: three lines, two that wait, one of these settled, two more. */
beforeEach(async () => {
  await pool.query('TRUNCATE ledger_entry, ledger_chain, ledger_block, ledger_superseded, ledger_shape');
  await pool.query(`SELECT setval('ledger_seq', 100), setval('ledger_block_id', 10)`);
  lanes = new PgLaneStore(pool, 'w', testSecret);
  await lanes.commit(lease, { entries: [line(1), line(2), line(3)] });
  await lanes.commit(lease, { entries: [held(4), held(5)] });
  await lanes.commit(lease, { settle: [settled(4)] });
  await lanes.commit(lease, { entries: [line(6), line(7)] });
});

test('a ledger as it was written holds, and its report says what was proven', async () => {
  const report = await audit();
  expect(report).toMatchObject({ holds: true, found: 0, findings: [] });
  expect(report.lanes).toEqual([
    {
      ...{ laneId, blocks: 4, lines: 7, earlier: 0, superseded: 1, removals: [] },
      head: { laneId, number: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  ]);
});

test('whatever time zone and styles a session has, the digests are the same', async () => {
  const { rows } = await pool.query('SELECT current_database() AS name');
  const set = (value: string) => pool.query(`ALTER DATABASE "${rows[0].name}" SET ${value}`);
  await set(`timezone = 'Pacific/Chatham'`);
  await set(`datestyle = 'SQL, DMY'`);
  await set(`bytea_output = 'escape'`);
  const other = new PgLaneStore(pool, 'w', testSecret);
  await other.commit(lease, { entries: [line(8)] });
  expect((await audit()).holds).toBe(true);
});

describe('[E7] a change that is read again replaces its line', () => {
  test('and the chain holds it as such', async () => {
    await lanes.commit(lease, { entries: [line(6, { detail: 'again' }), line(8)] });
    const report = await audit();
    expect(report).toMatchObject({ holds: true });
    expect(report.lanes[0]).toMatchObject({ blocks: 5, lines: 8, superseded: 2 });
  });

  test('as often as it comes, in a commit with more than lines too', async () => {
    await lanes.commit(lease, { entries: [line(6)], settle: [settled(5)] });
    await lanes.commit(lease, { entries: [line(6)] });
    expect(await audit()).toMatchObject({ holds: true });
  });
});

test('commits beside each other leave one chain', async () => {
  const all = Array.from({ length: 24 }, (_, i) =>
    lanes.commit(
      lease,
      i % 3 === 0
        ? { entries: [held(100 + i)], settle: [settled(5)] }
        : { entries: [line(100 + i), line(200 + i)] },
    ),
  );
  await Promise.all(all);
  const report = await audit();
  expect(report.findings).toEqual([]);
  expect(report.lanes[0]?.head.number).toBeGreaterThanOrEqual(4 + 24);
});

test('lines from before there were chains are told apart, and what is settled of them is in the chain', async () => {
  await pool.query(`UPDATE ledger_entry SET block = NULL`);
  await pool.query('TRUNCATE ledger_chain, ledger_block, ledger_superseded');
  await pool.query(`UPDATE ledger_chain_start SET seq = (SELECT max(seq) FROM ledger_entry)`);
  try {
    const later = new PgLaneStore(pool, 'w', testSecret);
    await later.commit(lease, { settle: [settled(5)] });
    await later.commit(lease, { entries: [line(8)] });
    const report = await audit();
    expect(report.findings).toEqual([]);
    expect(report.lanes[0]).toMatchObject({ blocks: 2, lines: 2, earlier: 6 });
    // One more that says it is as old is too new for that.
    await pool.query(`UPDATE ledger_entry SET block = NULL WHERE ordinal = 8`);
    expect(faults(await audit())).toEqual([
      ['line-removed', 2, '108'],
      ['line-inserted', null, '108'],
    ]);
  } finally {
    await pool.query(`UPDATE ledger_chain_start SET seq = 0`);
  }
});

describe('lines that were removed', () => {
  const note = { by: 'admin@example.test', reason: 'Past their time.' };
  const remove = (before: number) =>
    removeLines(
      pool,
      { key: new ChainKey(testSecret), note },
      laneId,
      new Date(before / 1000),
      async () => true,
    );

  test('are told by the chain, and the rest is proven: blocks that lost some of their lines, and all', async () => {
    // Lines 1, 2: part of block 1.
    expect(await remove(noon + 3_000)).toBe(2);
    let report = await audit();
    expect(report.findings).toEqual([]);
    expect(report.lanes[0]?.removals).toEqual([{ ...note, lines: 2, at: expect.any(Number) }]);
    // The rest of it, and a line that was settled; what is held stays.
    expect(await remove(noon + 7_000)).toBe(3);
    report = await audit();
    expect(report.findings).toEqual([]);
    expect(report.lanes[0]).toMatchObject({ lines: 2, head: { number: 6 } });
    const left = await pool.query(
      `SELECT was_block FROM ledger_superseded s JOIN ledger_block b ON b.id = s.block WHERE b.kind = 'removed'`,
    );
    // What block 1 was needs nobody any more; of blocks 2 and 4 lines are left.
    expect(left.rowCount).toBe(1);
    await lanes.commit(lease, { settle: [settled(5)] });
    expect(await audit()).toMatchObject({ holds: true });
  });

  test.each([
    [`DELETE FROM ledger_entry WHERE ordinal = 7`, 'line-removed'],
    [`UPDATE ledger_entry SET detail = 'x' WHERE ordinal = 7`, 'line-changed'],
    [
      `INSERT INTO ledger_superseded SELECT lane_id, 107, was_block, block, digest FROM ledger_superseded LIMIT 1`,
      'line-inserted',
    ],
    [
      `UPDATE ledger_block SET note = jsonb_set(note, '{by}', '"nobody"') WHERE kind = 'removed'`,
      'block-changed',
    ],
    [`DELETE FROM ledger_block WHERE kind = 'removed'`, 'chain-cut'],
  ])('hide nothing else: %s', async (sql, fault) => {
    await remove(noon + 7_000);
    expect((await audit()).holds).toBe(true);
    await pool.query(sql);
    expect((await audit()).findings.map((each) => each.fault)).toContain(fault);
  });
});

test('a day that is to go while an audit reads stays until the next time, and is no false alarm', async () => {
  const now = new Date();
  const old = new Date(now.getTime() - 9 * 86_400_000);
  await ensurePartitions(pool, old);
  await lanes.commit(lease, { entries: [line(8, { commitTime: old.getTime() * 1000 })] });
  await pool.query(`INSERT INTO ledger_policy ("workspaceId", "flowId", "keepDays") VALUES ('w', 'f', 3)`);
  const days = async () => (await listPartitions(pool)).length;
  const before = await days();
  const retain = () => applyRetention(pool, testSecret, async () => false, now);
  // Once the audit sees its moment, and before it comes to the lines.
  const client = await pool.connect();
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  Object.assign(client, {
    query: async (...args: unknown[]) => {
      if (String(args[0]).startsWith('DECLARE')) await retain();
      return query(...args);
    },
  });
  const watched = { connect: async () => client } as unknown as pg.Pool;
  const input = { workspaceId: 'w', flowId: null, secret: testSecret, anchor: null };
  try {
    const report = await auditLedger(watched, input, () => undefined, new AbortController().signal);
    expect(report?.findings).toEqual([]);
    expect(await days()).toBe(before);
    await retain();
    expect(await days()).toBeLessThan(before);
    expect(await audit()).toMatchObject({ holds: true });
  } finally {
    Reflect.deleteProperty(client, 'query');
    await pool.query('DELETE FROM ledger_policy');
  }
});

test('where more blocks do not hold than are looked into line by line, the others are counted', async () => {
  await pool.query('TRUNCATE ledger_entry');
  const finder = new Finder();
  await inTransaction(pool, async (client) => {
    const scope = { workspaceId: 'w', flowId: null, laneIds: [laneId] };
    await gatherLines(client, scope, () => undefined, new AbortController().signal);
    await checkLines(client, scope, finder, 1);
  });
  // Of the first block its three lines, and each of the three others.
  expect([finder.named.length, finder.found]).toEqual([3, 6]);
});

describe('somebody with access to the store', () => {
  const change = (sql: string) => pool.query(sql);

  test.each([
    [
      `UPDATE ledger_entry SET after = jsonb_set(after, '{name}', '"Eve"') WHERE ordinal = 2`,
      'line-changed',
      1,
      '102',
    ],
    [`UPDATE ledger_entry SET status = 'failed' WHERE ordinal = 7`, 'line-changed', 4, '107'],
    [`UPDATE ledger_entry SET detail = 'nothing' WHERE ordinal = 4`, 'line-changed', 3, '104'],
    [
      `UPDATE ledger_entry SET applied_at = applied_at + interval '1 microsecond' WHERE ordinal = 1`,
      'line-changed',
      1,
      '101',
    ],
    [`UPDATE ledger_entry SET record_key = '["9"]' WHERE ordinal = 3`, 'line-changed', 1, '103'],
    [`UPDATE ledger_entry SET workspace_id = 'x' WHERE ordinal = 3`, 'line-changed', 1, '103'],
    [`UPDATE ledger_entry SET before = NULL WHERE ordinal = 6`, 'line-changed', 4, '106'],
    [`UPDATE ledger_entry SET conflict = '{"fields": []}' WHERE ordinal = 6`, 'line-changed', 4, '106'],
    [`UPDATE ledger_entry SET verdicts = '[]' WHERE ordinal = 7`, 'line-changed', 4, '107'],
    [`UPDATE ledger_entry SET issue_id = 'other' WHERE ordinal = 7`, 'line-changed', 4, '107'],
    [`UPDATE ledger_entry SET payload = 'digests' WHERE ordinal = 2`, 'line-changed', 1, '102'],
    [`UPDATE ledger_entry SET writes = 9 WHERE ordinal = 2`, 'line-changed', 1, '102'],
    [`UPDATE ledger_entry SET block = NULL WHERE ordinal = 2`, 'line-removed', 1, '102'],
    [`DELETE FROM ledger_entry WHERE ordinal = 1`, 'line-removed', 1, '101'],
    [`DELETE FROM ledger_entry WHERE ordinal = 2`, 'line-removed', 1, '102'],
    [`DELETE FROM ledger_entry WHERE ordinal = 7`, 'line-removed', 4, '107'],
    [`TRUNCATE ledger_entry`, 'line-removed', 1, '101'],
    [`TRUNCATE ledger_block`, 'chain-cut', 0, null],
    [`TRUNCATE ledger_chain`, 'line-inserted', null, '101'],
    [`TRUNCATE ledger_chain, ledger_block, ledger_superseded`, 'line-inserted', null, '101'],
    [`DELETE FROM ledger_superseded`, 'line-removed', 2, '104'],
    [`UPDATE ledger_superseded SET digest = sha256('x')`, 'line-changed', 2, '104'],
    [`UPDATE ledger_shape SET pairs = '[["id","id"],["name","other"]]'`, 'shape-changed', 4, null],
  ])('is found out: %s', async (sql, fault, block, seq) => {
    await change(sql);
    const report = await audit();
    expect(report.holds).toBe(false);
    expect(faults(report)).toContainEqual([fault, block, seq]);
    const [first] = report.findings;
    if (block) expect(first?.at).toBeGreaterThan(noon - 60_000_000);
    if (fault === 'line-changed') expect(report.findings.find((each) => each.seq)?.recordKey).toMatch(/^\["/);
  });

  test('who copies a line as a new one is found out, in a block or in none', async () => {
    const columns = (
      await pool.query(
        `SELECT string_agg(quote_ident(column_name), ', ') AS c FROM information_schema.columns
       WHERE table_name = 'ledger_entry' AND column_name NOT IN ('seq', 'ordinal', 'block')`,
      )
    ).rows[0].c;
    for (const block of ['NULL', '11']) {
      await change(`INSERT INTO ledger_entry (${columns}, seq, ordinal, block)
        SELECT ${columns}, ${block === 'NULL' ? 900 : 901}, ordinal + ${block === 'NULL' ? 900 : 901}, ${block} FROM ledger_entry WHERE ordinal = 2 LIMIT 1`);
    }
    expect(faults(await audit())).toEqual(
      expect.arrayContaining([
        ['line-inserted', 1, '901'],
        ['line-inserted', null, '900'],
      ]),
    );
  });

  test('who swaps two lines is found out', async () => {
    await change(
      `UPDATE ledger_entry SET seq = CASE seq WHEN 101 THEN 102 ELSE 101 END WHERE seq IN (101, 102)`,
    );
    expect(faults(await audit())).toEqual([
      ['line-changed', 1, '101'],
      ['line-changed', 1, '102'],
    ]);
  });

  test('who moves a line to another lane is found out', async () => {
    await change(`UPDATE ledger_entry SET lane_id = 'f:other' WHERE ordinal = 2`);
    expect(faults(await audit())).toContainEqual(['line-removed', 1, '102']);
  });

  test('who removes a block in the middle is found out, lines and all', async () => {
    await change(`DELETE FROM ledger_entry WHERE block = (SELECT id FROM ledger_block WHERE number = 2)`);
    await change(`DELETE FROM ledger_block WHERE number = 2`);
    expect(faults(await audit())).toContainEqual(['block-removed', 2, null]);
  });

  test('who changes a block to suit a line is found out', async () => {
    const changed = `UPDATE ledger_block SET digest = sha256('x'), lines = 2, seqs = '{[101,103)}' WHERE number = 1`;
    await change(changed);
    expect(faults(await audit())).toContainEqual(['block-changed', 1, null]);
  });

  test('who makes a block of his own cannot seal it', async () => {
    await change(`INSERT INTO ledger_block SELECT lane_id, 5, 999, kind, at, 0, '{}', digest, '', superseded, NULL, NULL, nonce, hash, seal
      FROM ledger_block WHERE number = 4`);
    const report = await audit();
    expect(report.findings.map(({ fault }) => fault)).toEqual(
      expect.arrayContaining(['block-changed', 'chain-cut']),
    );
  });

  test('who links a block of his own as we do has no key for it', async () => {
    const stranger = new PgLaneStore(pool, 'w', Buffer.alloc(32, 8));
    await stranger.commit(lease, { entries: [line(8)] });
    expect(faults(await audit())).toEqual([['block-forged', 5, null]]);
  });

  test('who cuts off the end and moves the head is found out by an anchor alone', async () => {
    const before = await audit();
    const anchor: LedgerAnchor = {
      ...{ format: 'syncline-ledger-anchor/1', workspace: 'w', at: before.at },
      lanes: before.lanes.map(({ head }) => head),
    };
    expect(await audit(anchor)).toMatchObject({ holds: true, anchoredAt: before.at });
    await change(`DELETE FROM ledger_entry WHERE block = (SELECT id FROM ledger_block WHERE number = 4)`);
    await change(`DELETE FROM ledger_block WHERE number = 4`);
    expect(faults(await audit())).toEqual([['chain-cut', 3, null]]);
    await change(
      `UPDATE ledger_chain SET number = 3, hash = (SELECT hash FROM ledger_block WHERE number = 3)`,
    );
    // What is left is whole in itself.
    expect(await audit()).toMatchObject({ holds: true });
    expect(faults(await audit(anchor))).toEqual([['anchor-missed', 4, null]]);
    // What is written since goes on from there, and does not hide it.
    await lanes.commit(lease, { entries: [line(8)] });
    expect(faults(await audit(anchor))).toEqual([['anchor-missed', 4, null]]);
    await change('TRUNCATE ledger_entry, ledger_chain, ledger_block, ledger_superseded');
    expect(faults(await audit(anchor))).toEqual([['anchor-missed', 4, null]]);
  });
});
