import type pg from 'pg';
import { countEntries } from '#db/ledger/count-entries.ts';
import { listEntries } from '#db/ledger/read-ledger.ts';
import { migrate } from '#db/migrate.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { withServer } from './bench-servers.ts';
import { measureExports } from './ledger-export.ts';
import { growWeek, makeLedgerFlows } from './ledger-grow.ts';
import { measureIngest } from './ledger-ingest.ts';
import { ledgerQueries } from './ledger-queries.ts';
import { type OneConnection, withOneConnection } from './one-connection.ts';
import { quantiles } from './quantiles.ts';
import { round, shown, timed } from './timed.ts';

const LINES = 10_000_000;
const PAGE_TARGET = 300;
const COUNT_TARGET = 2_000;
/** Lines of each export. */
const EXPORTED = 300_000;
const FIRST = 20;
const DEEP = 30;
const WEEK = 7 * 86_400_000;

/**
 * A ledger of ten million lines: pages and counts by all kinds of filters, writing at the engine's rate with readers
 * beside it, and exports.
 */
export async function ledger({ scale }: BenchOptions): Promise<BenchResult[]> {
  return withServer('store', async ({ url, pool }) => {
    await migrate(url);
    await makeLedgerFlows(pool);
    const newest = await growWeek(pool, LINES * scale);
    console.error('ledger: grown');
    const pages = await withOneConnection(url, (asking) => measurePages(asking, newest));
    const counts = await measureCounts(pool, newest);
    const ingest = await measureIngest(pool, newest, scale);
    const exports = await measureExports(pool, Math.ceil(EXPORTED * scale));
    return [...pages, ...counts, ...ingest, ...exports];
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

/** Moments all over the week, the same in every run. */
function deepTimes(newest: number): string[] {
  const random = new SeededRandom(5);
  return Array.from({ length: DEEP }, () => new Date(newest - random.next() * WEEK).toISOString());
}

/** Page markers as `listEntries` gives them out. */
function deepCursors(newest: number): string[] {
  return deepTimes(newest).map((at) => Buffer.from(`${Date.parse(at) * 1_000}:1`).toString('base64url'));
}
