import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditReport } from '#core/ledger/audit-report.ts';
import type { FieldPairNames, LedgerLine } from '#core/ledger/ledger-line.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { testSecret } from '#testing/test-secret.ts';
import { PgLaneStore } from '../pg-lane-store.ts';
import { listEntries } from '../read-ledger.ts';
import { removeLines } from '../remove-lines.ts';
import { auditLedger } from './audit-ledger.ts';
import { ChainKey } from './chain-key.ts';
import { lineDigest } from './line-digest.ts';

const lease = { flowId: 'f', epoch: 3 };
const laneId = 'f:l-m-r';
const noon = Date.now() * 1000;

let pool: pg.Pool;
let lanes: PgLaneStore;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ pool, lanes, close } = await ledgerStore('audit_attacks'));
});
afterAll(() => close());

const all: FieldPairNames = [
  ['id', 'id'],
  ['name', 'label'],
];

function line(ordinal: number, pairs = all): LedgerLine {
  const after = Object.fromEntries(pairs.map(([left]) => [left, `${left} ${ordinal}`]));
  return {
    ...{ laneId, flowId: 'f', version: 1, side: 'left', position: '0A', ordinal, op: 'update' },
    ...{ commitTime: noon + ordinal * 1000, capturedAt: noon, appliedAt: noon, status: 'applied' },
    ...{ code: null, detail: '', recordKey: JSON.stringify([String(ordinal)]), before: after, after },
    ...{ targetBefore: { pairs }, targetAfter: { pairs }, changed: ['id'], cause: 'live' },
    ...{ conflict: null, operationId: null },
  };
}

async function audit(): Promise<AuditReport> {
  const input = { workspaceId: 'w', flowId: null, secret: testSecret, anchor: null };
  const report = await auditLedger(pool, input, () => undefined, new AbortController().signal);
  if (!report) throw new Error('no report');
  return report;
}

const columns = async (without: string[]): Promise<string> => {
  const { rows } = await pool.query<{ names: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_name = 'ledger_entry' AND column_name <> ALL($1)`,
    [without],
  );
  return rows[0]?.names ?? '';
};

/** Blocks 1 and 2: two lines each. */
beforeEach(async () => {
  await pool.query('TRUNCATE ledger_entry, ledger_chain, ledger_block, ledger_superseded, ledger_shape');
  await pool.query(`SELECT setval('ledger_seq', 100), setval('ledger_block_id', 10)`);
  await pool.query('UPDATE ledger_chain_start SET seq = 0');
  lanes = new PgLaneStore(pool, 'w', testSecret);
  await lanes.commit(lease, { entries: [line(1), line(2)] });
  await lanes.commit(lease, { entries: [line(3), line(4)] });
});

describe('somebody with access to the store', () => {
  /** Keeps the digest that a line had, as of a line that another block holds since. */
  const hide = async (ordinal: number, block: string) => {
    await pool.query(`INSERT INTO ledger_superseded (lane_id, seq, was_block, block, digest)
      SELECT lane_id, seq, block, ${block}, ${lineDigest('e')} FROM ledger_entry e WHERE ordinal = ${ordinal}`);
    await pool.query(`DELETE FROM ledger_entry WHERE ordinal = ${ordinal}`);
  };

  test('who says of a line that a block holds it which there is not is found out', async () => {
    await hide(3, '999');
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ laneId, fault: 'line-removed', block: 2, seq: '103' }),
    );
  });

  test('who says of a line that a block holds it of which nothing is left is found out', async () => {
    const note = { by: 'admin', reason: 'Past their time.' };
    const before = new Date((noon + 3_000) / 1000);
    expect(
      await removeLines(pool, { key: new ChainKey(testSecret), note }, laneId, before, async () => true),
    ).toBe(2);
    expect((await audit()).findings).toEqual([]);
    await hide(3, '(SELECT id FROM ledger_block WHERE number = 1)');
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ laneId, fault: 'block-changed', block: 1 }),
    );
  });

  test('who writes a line that is older than the first one is found out', async () => {
    const names = await columns(['seq', 'ordinal', 'block']);
    await pool.query(`INSERT INTO ledger_entry (${names}, seq, ordinal, block)
      SELECT ${names}, -5, 900, NULL FROM ledger_entry WHERE ordinal = 2`);
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ fault: 'line-inserted', seq: '-5' }),
    );
  });

  test('who says that chains begin later is found out', async () => {
    const names = await columns(['seq', 'lane_id', 'block']);
    await pool.query(`UPDATE ledger_chain_start SET seq = 1000`);
    await pool.query(`INSERT INTO ledger_entry (${names}, seq, lane_id, block)
      SELECT ${names}, 900, 'f:other', NULL FROM ledger_entry WHERE ordinal = 2`);
    expect((await audit()).findings).toContainEqual(
      expect.objectContaining({ laneId: 'f:other', fault: 'line-inserted', seq: '900' }),
    );
  });
});

describe('[E15] a version that goes on with fewer field pairs', () => {
  const fewer: FieldPairNames = [['id', 'id']];

  test('shows its earlier lines as they were written', async () => {
    await lanes.commit(lease, { entries: [line(5, fewer)] });
    const { entries } = await listEntries(pool, 'w', { flowId: 'f' }, { limit: 10 });
    const shown = Object.fromEntries(entries.map(({ ordinal, targetAfter }) => [ordinal, targetAfter]));
    expect(shown).toMatchObject({ 4: { id: 'id 4', label: 'name 4' }, 5: { id: 'id 5' } });
    expect(shown[5]).not.toHaveProperty('label');
    // With all of them again.
    await new PgLaneStore(pool, 'w', testSecret).commit(lease, { entries: [line(6)] });
    expect((await listEntries(pool, 'w', { flowId: 'f' }, { limit: 1 })).entries).toMatchObject([
      { targetAfter: { label: 'name 6' } },
    ]);
    expect((await audit()).findings).toEqual([]);
  });

  test('is no false alarm where its first commit fails', async () => {
    const stale = { ...lease, epoch: 1 };
    await expect(lanes.commit(stale, { entries: [line(5, fewer)] })).rejects.toMatchObject({
      code: 'LEASE_STALE',
    });
    expect((await audit()).findings).toEqual([]);
  });
});
