import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { foldCounts } from '#db/ledger/fold-counts.ts';
import { listEntries } from '#db/ledger/read-ledger.ts';
import type { BenchResult } from './bench-result.ts';
import { ledgerWriter, PART, writeLines } from './ledger-grow.ts';
import { makeLines } from './ledger-lines.ts';
import { ledgerQueries } from './ledger-queries.ts';
import { quantiles } from './quantiles.ts';
import { round, shown, timed } from './timed.ts';

/** Lines a second that the engine carries on two cores: see `growth.base`. */
const ENGINE_RATE = 16_000;
/** Of that rate, what counts as kept up. */
const KEPT_UP = 0.95;
const PAGE_TARGET = 300;
const SECONDS = 12;

/** Writes as the engine does: as fast as it goes, then at the engine's rate while somebody goes through pages. */
export async function measureIngest(pool: pg.Pool, newest: number, scale: number): Promise<BenchResult[]> {
  const count = Math.ceil((ENGINE_RATE * SECONDS * scale) / PART) * PART;
  const { ms } = await timed(() => writeLines(ledgerWriter(pool), newLines(count, 11)));
  await foldCounts(pool);
  const most = count / (ms / 1_000);
  const reading = readPages(pool, newest);
  const { rate, commits } = await paced(pool, count);
  const pages = quantiles(await reading.stop());
  const detail = {
    'as fast as it goes, lines/s': Math.round(most),
    'wanted lines/s': ENGINE_RATE,
    'written lines/s': Math.round(rate),
    ...shown('a commit of 2,000', quantiles(commits)),
    ...shown('pages beside it', pages),
  };
  return [
    {
      name: 'ledger.ingest.beside-pages/engine-rate',
      value: rate / ENGINE_RATE,
      unit: 'ratio',
      target: KEPT_UP,
      met: rate / ENGINE_RATE >= KEPT_UP,
      detail,
    },
    {
      name: 'ledger.page.beside-ingest/p99',
      value: round(pages.p99),
      unit: 'ms',
      target: PAGE_TARGET,
      met: pages.p99 <= PAGE_TARGET,
      detail,
    },
  ];
}

const newLines = (count: number, seed: number) =>
  makeLines(count, { from: Date.now() * 1_000, length: 30_000_000 }, seed);

/** One person after another, who asks for every page in turn, with a moment's thought between. */
function readPages(pool: pg.Pool, newest: number): { stop(): Promise<number[]> } {
  let going = true;
  const times: number[] = [];
  const queries = Object.values(ledgerQueries(newest));
  const read = async () => {
    for (let n = 0; going; n += 1) {
      const filter = queries[n % queries.length]!;
      times.push((await timed(() => listEntries(pool, 'w', filter, { limit: 50 }))).ms);
      await sleep(50);
    }
  };
  const done = read();
  return {
    async stop() {
      going = false;
      await done;
      return times;
    },
  };
}

/** Begins each part when its time has come, or as soon as it can after that. */
async function paced(pool: pg.Pool, count: number): Promise<{ rate: number; commits: number[] }> {
  const lines = newLines(count, 12);
  const writer = ledgerWriter(pool);
  const commits: number[] = [];
  const started = performance.now();
  for (let at = 0; at < lines.length; at += PART) {
    await sleep(Math.max(0, started + (at / ENGINE_RATE) * 1_000 - performance.now()));
    commits.push((await timed(() => writeLines(writer, lines.slice(at, at + PART)))).ms);
  }
  // The last part has its time as well.
  await sleep(Math.max(0, started + (count / ENGINE_RATE) * 1_000 - performance.now()));
  const rate = count / ((performance.now() - started) / 1_000);
  await foldCounts(pool);
  return { rate, commits };
}
