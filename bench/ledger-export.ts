import type pg from 'pg';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { everyEntry } from '#db/ledger/read-ledger.ts';
import type { ExportTable } from '#server/export/export-table.ts';
import { ledgerColumns } from '#server/export/ledger-columns.ts';
import { writeCsv } from '#server/export/write-csv.ts';
import { writeJsonl } from '#server/export/write-jsonl.ts';
import { writeParquet } from '#server/export/write-parquet.ts';
import type { BenchResult } from './bench-result.ts';

/** Megabytes by which a process may grow while it exports, whatever the number of lines. */
const MEMORY_TARGET = 100;
/** Of the lines, the share after which all that is made once has been made. */
const WARM = 0.2;

const formats = { csv: writeCsv, jsonl: writeJsonl, parquet: writeParquet };

/** Exports the newest lines in every format: how much the process grows meanwhile, and how fast it goes. */
export async function measureExports(pool: pg.Pool, count: number): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, write] of Object.entries(formats)) {
    let lines = 0;
    let warm = 0;
    let most = 0;
    const pages = async function* (): AsyncGenerator<LedgerRow[]> {
      for await (const page of everyEntry(pool, 'w', {})) {
        lines += page.length;
        const { rss } = process.memoryUsage();
        if (lines <= count * WARM) warm = Math.max(warm, rss);
        most = Math.max(most, rss);
        yield page;
        if (lines >= count) return;
      }
    };
    const table: ExportTable<LedgerRow> = { columns: ledgerColumns, pages: pages() };
    const started = performance.now();
    let bytes = 0;
    for await (const chunk of write(table)) bytes += chunk.length;
    const seconds = (performance.now() - started) / 1_000;
    const value = (most - (warm || most)) / 2 ** 20;
    results.push({
      name: `ledger.export.${name}/memory`,
      value,
      unit: 'MB more',
      target: MEMORY_TARGET,
      met: value <= MEMORY_TARGET,
      detail: { lines, MB: Math.round(bytes / 2 ** 20), 'lines/s': Math.round(lines / seconds) },
    });
    console.error(results.at(-1));
  }
  return results;
}
