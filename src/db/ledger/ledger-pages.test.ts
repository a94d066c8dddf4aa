import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { isoToMicros } from '#lib/micros.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { countEntries } from './count-entries.ts';
import { foldCounts } from './fold-counts.ts';
import { listEntries } from './read-ledger.ts';

const base = isoToMicros('2026-03-01T10:00:00Z');
const random = new SeededRandom(7);
/** Most lines are alike; some are rare, as in life. */
const rarely = <T>(usual: T, others: readonly T[]): T => (random.chance(0.9) ? usual : random.pick(others));

const lines: LedgerEntry[] = Array.from({ length: 3_000 }, (_, ordinal) => {
  const flowId = ordinal % 3 === 0 ? 'g' : 'f';
  const after = {
    id: String(ordinal % 40),
    name: `name ${ordinal % 97}`,
    city: random.pick(['Oslo', 'Rome', 'Lima']),
  };
  const cause = rarely('live' as const, ['snapshot', 'repair', 'revert'] as const);
  const changed = rarely(['name'], [['city'], ['name', 'city']]);
  return ledgerEntry({
    laneId: `${flowId}:l-m-${ordinal % 2 === 0 ? 'r' : 's'}`,
    flowId,
    version: 1 + Math.floor(ordinal / 1_000),
    side: rarely('left', ['right'] as const),
    position: String(Math.floor(ordinal / 7)).padStart(6, '0'),
    ordinal,
    // Some transactions are large, and many lines have the same time.
    commitTime: base + Math.floor(ordinal / 50) * 17_300_000,
    appliedAt: base + Math.floor(ordinal / 50) * 17_300_000 + (ordinal % 400) * 1_000,
    op: rarely('update', ['insert', 'delete'] as const),
    status: rarely('applied', ['failed', 'held', 'unchanged', 'skipped'] as const),
    code: rarely(null, ['CAST_FAILED', 'FILTERED'] as const),
    recordKey: JSON.stringify([after.id]),
    before: { ...after, name: `old ${ordinal % 11}` },
    after,
    changed,
    cause,
    operationId: rarely(null, ['op']),
  });
});

let pool: pg.Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const { lanes: store, ...opened } = await ledgerStore('ledger-pages', ['f', 'g']);
  ({ pool, close } = opened);
  for (let at = 0; at < lines.length; at += 250) {
    const part = lines.slice(at, at + 250);
    for (const flowId of ['f', 'g']) {
      await store.commit({ flowId, epoch: 3 }, { entries: part.filter((line) => line.flowId === flowId) });
    }
    // A part of what is counted is folded, the rest is not.
    if (at < 2_000) await foldCounts(pool);
  }
});
afterAll(() => close());

const filters: LedgerFilter[] = [
  {},
  { flowId: 'g' },
  { laneId: 'f:l-m-s' },
  { flowId: 'nothing' },
  { status: ['failed'] },
  { took: { least: 128, under: 181.02 } },
  { flowId: 'f', took: { under: 3 } },
  { took: { least: 390 }, side: 'right' },
  { status: ['applied'], side: 'right' },
  { status: ['failed', 'applied'], op: ['delete'] },
  { code: ['CAST_FAILED'], flowId: 'f' },
  { op: ['insert'], cause: 'live' },
  { cause: 'revert' },
  { version: 2, status: ['unchanged'] },
  { recordKey: '["7"]' },
  { recordKey: '["7"]', status: ['failed', 'held'], laneId: 'f:l-m-s' },
  { text: 'ROME' },
  { text: 'name 13', status: ['held', 'failed'] },
  { text: '%' },
  { position: '000123' },
  { position: '000200', status: ['applied'], from: '2026-03-01T10:00:00Z' },
  { operationId: 'op' },
  { operationId: 'op', laneId: 'f:l-m-s' },
  { operationId: 'op', flowId: 'g', cause: 'live' },
  { operationId: 'op', text: 'rome', side: 'left' },
  { field: 'city' },
  { field: 'city', text: 'lima', side: 'left', flowId: 'g' },
  { from: '2026-03-01T10:05:00Z', to: '2026-03-01T10:07:00Z' },
  { from: '2026-03-01T10:05:00.000001Z', to: '2026-03-01T12:07:13.5+02:00', status: ['applied'] },
  { from: '2026-03-01T10:05:10Z', to: '2026-03-01T10:05:50Z' },
  { text: 'oslo', from: '2026-03-01T10:11:00Z', code: ['FILTERED'] },
];

function tookSo({ cause, status, appliedAt, commitTime }: LedgerEntry, took: LedgerFilter['took']): boolean {
  const milliseconds = (appliedAt - commitTime) / 1_000;
  const { least = 0, under = Number.POSITIVE_INFINITY } = took ?? {};
  const carried = cause === 'live' && ['applied', 'resolved'].includes(status);
  return carried && milliseconds >= least && milliseconds < under;
}

/** The same by hand, newest first; among lines of one time the later one comes first. */
function expected(filter: LedgerFilter): number[] {
  const text = filter.text?.toLowerCase();
  const micros = (iso: string) =>
    iso.endsWith('+02:00') ? isoToMicros('2026-03-01T10:07:13.5Z') : isoToMicros(iso);
  const found = lines.filter(
    (line) =>
      (filter.flowId ?? line.flowId) === line.flowId &&
      (filter.laneId ?? line.laneId) === line.laneId &&
      (filter.version ?? line.version) === line.version &&
      (filter.status ?? [line.status]).includes(line.status) &&
      (filter.code === undefined || (line.code !== null && filter.code.includes(line.code))) &&
      (filter.side ?? line.side) === line.side &&
      (filter.op ?? [line.op]).includes(line.op) &&
      (filter.cause ?? line.cause) === line.cause &&
      (filter.operationId === undefined || line.operationId === filter.operationId) &&
      (filter.position ?? line.position) === line.position &&
      (filter.recordKey ?? line.recordKey) === line.recordKey &&
      (filter.field === undefined || line.changed.includes(filter.field)) &&
      (text === undefined ||
        JSON.stringify([line.before, line.after, line.recordKey]).toLowerCase().includes(text)) &&
      (filter.took === undefined || tookSo(line, filter.took)) &&
      (filter.from === undefined || line.commitTime >= micros(filter.from)) &&
      (filter.to === undefined || line.commitTime < micros(filter.to)),
  );
  return found.map(({ ordinal }) => ordinal).sort((a, b) => a - b);
}

describe('pages and counts of a ledger, against what the lines say', () => {
  test.each(filters)('%j', async (filter) => {
    const wanted = expected(filter);
    // Where the machine stands still for a second, the time for a count is up: it is asked again.
    await expect
      .poll(() => countEntries(pool, 'w', filter), { timeout: 20_000 })
      .toEqual({ count: wanted.length, estimated: false });
    const seen: LedgerEntry[] = [];
    let cursor: string | null = null;
    do {
      const page = await listEntries(pool, 'w', filter, { cursor, limit: 60 });
      if (page.next !== null && page.searchedTo === null) expect(page.entries).toHaveLength(60);
      seen.push(...page.entries);
      cursor = page.next;
    } while (cursor);
    expect(seen.map(({ ordinal }) => ordinal).sort((a, b) => a - b)).toEqual(wanted);
    const times = seen.map(({ commitTime }) => commitTime);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('nothing of another workspace is found', async () => {
    for (const filter of filters) {
      expect(await countEntries(pool, 'other', filter)).toEqual({ count: 0, estimated: false });
      expect((await listEntries(pool, 'other', filter, { limit: 5 })).entries).toEqual([]);
    }
  });
});
