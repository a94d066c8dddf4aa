import type pg from 'pg';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { countEntries } from '#db/ledger/count-entries.ts';
import { foldCounts } from '#db/ledger/fold-counts.ts';
import { listEntries } from '#db/ledger/read-ledger.ts';
import { migrate } from '#db/migrate.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { withServer } from './bench-servers.ts';
import { growWeek, makeLedgerFlows, PART, writeLines } from './ledger-grow.ts';
import { makeLines } from './ledger-lines.ts';
import { makePeer, peerCount, peerIngest, peerPage } from './ledger-peer.ts';
import { ledgerQueries } from './ledger-queries.ts';
import { type OneConnection, withOneConnection } from './one-connection.ts';
import { quantiles } from './quantiles.ts';

const LINES = 10_000_000;
const PAGE_TARGET = 300;
const COUNT_TARGET = 2_000;
/** Of the peer: what takes longer than this is not asked again and again. */
const PATIENCE = 5_000;
const FIRST = 20;
const DEEP = 30;
const WEEK = 7 * 86_400_000;

/**
 * A ledger of ten million lines: pages and counts by all kinds of filters, writing alone and with readers beside it,
 * and the same asked of one plain table with an index on every column.
 */
export async function ledger({ scale }: BenchOptions): Promise<BenchResult[]> {
  return withServer('store', async ({ url, pool }) => {
    await migrate(url);
    await makeLedgerFlows(pool);
    const newest = await growWeek(pool, LINES * scale);
    console.error('ledger: grown');
    const pages = await withOneConnection(url, (asking) => measurePages(asking, newest));
    const counts = await measureCounts(pool, newest);
    const alone = await ingest(pool, scale, 11);
    const beside = await withReaders(pool, newest, () => ingest(pool, scale, 12));
    await makePeer(pool);
    console.error('ledger: the peer is made');
    const peers = await measurePeer(pool, newest);
    const peerRate = await peerIngest(pool, Math.ceil(20 * scale), PART);
    return [
      ...pages.map((page) => ({ ...page, detail: { ...page.detail, ...peers.pages.get(page.name) } })),
      ...counts.map((count) => ({ ...count, detail: { ...count.detail, ...peers.counts.get(count.name) } })),
      ...ingestResults(alone, beside, peerRate),
    ];
  });
}

/** What asking alone takes: a page asks three or four times, and on a machine that is shared that is most of it. */
async function measureNothing(pool: pg.Pool): Promise<BenchResult> {
  const times: number[] = [];
  for (let n = 0; n < FIRST + DEEP; n += 1) times.push((await timed(() => pool.query('SELECT 1'))).ms);
  const all = quantiles(times);
  const detail = shown('SELECT 1', all);
  return { name: 'ledger.nothing', value: all.max, unit: 'ms at most', target: null, met: null, detail };
}

async function measurePages({ pool, cpu }: OneConnection, newest: number): Promise<BenchResult[]> {
  const results: BenchResult[] = [await measureNothing(pool)];
  for (const [name, filter] of Object.entries(ledgerQueries(newest))) {
    const first: number[] = [];
    let short = 0;
    const before = await cpu();
    for (let n = 0; n < FIRST; n += 1) {
      const { ms, result } = await timed(() => listEntries(pool, 'w', filter, { limit: 50 }));
      first.push(ms);
      if (result.searchedTo !== null) short += 1;
    }
    const deep: number[] = [];
    for (const cursor of deepCursors(newest)) {
      deep.push((await timed(() => listEntries(pool, 'w', filter, { cursor, limit: 50 }))).ms);
    }
    const used = ((await cpu()) - before) / (first.length + deep.length);
    const all = quantiles([...first, ...deep]);
    results.push({
      name: `ledger.page.${name}`,
      value: all.max,
      unit: 'ms at most',
      target: PAGE_TARGET,
      met: all.max <= PAGE_TARGET,
      detail: {
        ...shown('first', quantiles(first)),
        ...shown('deep', quantiles(deep)),
        'of 20, ended where the time was up': short,
        'store CPU ms a page': round(used),
      },
    });
    console.error(results.at(-1));
  }
  return results;
}

async function measureCounts(pool: pg.Pool, newest: number): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, filter] of Object.entries(ledgerQueries(newest))) {
    const times: number[] = [];
    let found = { count: 0, estimated: false };
    for (let n = 0; n < 5; n += 1) {
      const { ms, result } = await timed(() => countEntries(pool, 'w', filter));
      times.push(ms);
      found = result;
    }
    const { p50, max } = quantiles(times);
    results.push({
      name: `ledger.count.${name}`,
      value: max,
      unit: 'ms at most',
      target: COUNT_TARGET,
      met: max <= COUNT_TARGET,
      detail: { ms: round(p50), count: found.count, kind: found.estimated ? 'estimate, labelled' : 'exact' },
    });
    console.error(results.at(-1));
  }
  return results;
}

/** The same of the peer. Its counts are exact, so ours are held against them. */
async function measurePeer(pool: pg.Pool, newest: number) {
  const pages = new Map<string, Record<string, string | number>>();
  const counts = new Map<string, Record<string, string | number>>();
  for (const [name, filter] of Object.entries(ledgerQueries(newest))) {
    const times: number[] = [];
    for (const before of [null, ...deepTimes(newest).slice(0, 5)]) {
      times.push((await timed(() => peerPage(pool, filter, before))).ms);
      if (times.at(-1)! > PATIENCE) break;
    }
    pages.set(`ledger.page.${name}`, shown('plain table', quantiles(times)));
    if (times.at(-1)! > PATIENCE) counts.set(`ledger.count.${name}`, { 'plain table': 'not asked' });
    else {
      const { ms, result } = await timed(() => peerCount(pool, filter));
      counts.set(`ledger.count.${name}`, { 'plain table ms': round(ms), 'plain table count': result });
    }
    console.error('plain table', name, pages.get(`ledger.page.${name}`), counts.get(`ledger.count.${name}`));
  }
  return { pages, counts };
}

/** Writes what the engine would, now. @returns rows a second */
async function ingest(pool: pg.Pool, scale: number, seed: number): Promise<number> {
  const count = Math.ceil((200_000 * scale) / PART) * PART;
  const lines = makeLines(count, { from: Date.now() * 1_000, length: 30_000_000 }, seed);
  const { ms } = await timed(() => writeLines(pool, lines));
  await foldCounts(pool);
  return count / (ms / 1_000);
}

/** Runs the work while two readers go through pages and counts. */
async function withReaders(pool: pg.Pool, newest: number, work: () => Promise<number>) {
  let going = true;
  const times: number[] = [];
  const read = async (queries: LedgerFilter[]) => {
    while (going) {
      for (const filter of queries) {
        if (!going) return;
        times.push((await timed(() => listEntries(pool, 'w', filter, { limit: 50 }))).ms);
      }
    }
  };
  const queries = Object.values(ledgerQueries(newest));
  const readers = [read(queries), read(queries.toReversed())];
  const rate = await work();
  going = false;
  await Promise.all(readers);
  return { rate, pages: quantiles(times) };
}

function ingestResults(
  alone: number,
  beside: Awaited<ReturnType<typeof withReaders>>,
  peer: number,
): BenchResult[] {
  const detail = {
    'alone rows/s': Math.round(alone),
    'with two readers rows/s': Math.round(beside.rate),
    'plain table rows/s': Math.round(peer),
    ...shown('pages beside it', beside.pages),
  };
  const pages = beside.pages.p99;
  return [
    { name: 'ledger.ingest/plain', value: alone / peer, unit: 'ratio', target: null, met: null, detail },
    {
      name: 'ledger.ingest.with-readers/alone',
      value: beside.rate / alone,
      unit: 'ratio',
      target: null,
      met: null,
      detail,
    },
    {
      name: 'ledger.page.beside-ingest/p99',
      value: pages,
      unit: 'ms',
      target: PAGE_TARGET,
      met: pages <= PAGE_TARGET,
      detail,
    },
  ];
}

/** Moments all over the week, the same in every run. */
function deepTimes(newest: number): string[] {
  const random = new SeededRandom(5);
  return Array.from({ length: DEEP }, () => new Date(newest - random.next() * WEEK).toISOString());
}

/** Page markers as `listEntries` gives them out. */
function deepCursors(newest: number): string[] {
  return deepTimes(newest).map((at) => Buffer.from(`${Date.parse(at) * 1_000}:1`).toString('base64url'));
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

function shown(what: string, { p50, p99, max }: { p50: number; p99: number; max: number }) {
  return { [`${what} p50`]: round(p50), [`${what} p99`]: round(p99), [`${what} max`]: round(max) };
}

const round = (ms: number) => Math.round(ms * 10) / 10;
