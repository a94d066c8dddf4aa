import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { isoToMicros, microsToIso } from '#lib/micros.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { countEntries } from './count-entries.ts';
import { foldCounts } from './fold-counts.ts';
import { type Bucket, newestBuckets } from './ledger-buckets.ts';
import { NEWEST } from './ledger-walk.ts';
import { oldestLine } from './oldest-line.ts';
import { listEntries } from './read-ledger.ts';

const DAY = 86_400_000_000;
const base = isoToMicros('2026-03-01T10:00:00Z');
const random = new SeededRandom(7);
/** Most lines are alike; some are rare, as in life. */
const rarely = <T>(usual: T, others: readonly T[]): T => (random.chance(0.9) ? usual : random.pick(others));

/** Some transactions are large, and many lines have the same time. For months nothing happens. */
function timeOf(ordinal: number): number {
  return base + Math.floor(ordinal / 50) * 17_300_000 + (ordinal < 2_400 ? 0 : 75 * DAY);
}

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
    ...{ commitTime: timeOf(ordinal), appliedAt: timeOf(ordinal) + (ordinal % 400) * 1_000 },
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

  test.each([{}, { flowId: 'g' }, { status: ['failed' as const] }, { text: 'none' }, { operationId: 'op' }])(
    'lines of %j are read in the order of an index, of days alone that can have some, whatever the statistics say',
    async (filter) => {
      const client = await pool.connect();
      const plans: string[] = [];
      const query = client.query.bind(client) as (...asked: unknown[]) => Promise<{ rows: object[] }>;
      const watched = Object.create(client, {
        release: { value: () => undefined },
        query: {
          value: async (text: string, values?: unknown[]) => {
            if (text.startsWith('\nWITH ranges')) {
              const { rows } = await query(`EXPLAIN ${text}`, values);
              plans.push(rows.map((row) => Object.values(row)[0]).join('\n'));
            }
            return query(text, values);
          },
        },
      });
      const asked = { query: watched.query, connect: async () => watched } as unknown as pg.Pool;
      try {
        await listEntries(asked, 'w', filter, { limit: 5 });
      } finally {
        client.release();
      }
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan).toContain('Index');
        expect(plan).not.toMatch(/Bitmap|Sort Key: .*ledger_entry|Seq Scan on ledger/);
        // The days around today have partitions, and the lines are months older.
        expect(plan).not.toMatch(/ledger_entry_\d{8}/);
      }
    },
  );

  test('the oldest line of a flow is told, and null of one that has none', async () => {
    for (const flowId of ['f', 'g']) {
      const own = lines.filter((line) => line.flowId === flowId).map(({ commitTime }) => commitTime);
      expect(await oldestLine(pool, flowId)).toBe(Math.min(...own));
    }
    expect(await oldestLine(pool, 'nothing')).toBeNull();
  });

  test('where hardly any counts match, they are looked at in parts', async () => {
    const filter = { status: ['failed' as const] };
    const lanes = ['f:l-m-r', 'f:l-m-s', 'g:l-m-r', 'g:l-m-s'];
    const all = await newestBuckets(pool, 'w', filter, lanes, NEWEST, 1_000);
    expect(all.unread).toBeNull();
    expect(all.buckets.length).toBeGreaterThan(5);
    for (const lookedAt of [7, 100]) {
      const seen: Bucket[] = [];
      let place = NEWEST;
      for (
        let unread: number | null = 0;
        unread !== null;
        place = { at: microsToIso(unread ?? 0), seq: '0' }
      ) {
        const part = await newestBuckets(pool, 'w', filter, lanes, place, 1_000, lookedAt);
        seen.push(...part.buckets);
        unread = part.unread;
      }
      // Of a minute that was not read to its end every lane is asked.
      expect(seen.map(({ from }) => from)).toEqual(
        expect.arrayContaining(all.buckets.map(({ from }) => from)),
      );
      expect(seen.map(({ from }) => from)).toEqual([...new Set(seen.map(({ from }) => from))]);
    }
  });
});
