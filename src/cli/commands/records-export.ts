import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import {
  addRecordFilters,
  type RecordFilterOptions,
  recordFilterOf,
  repeatable,
} from '../record-filter-options.ts';

type Options = RecordFilterOptions & { format: 'csv' | 'jsonl' | 'parquet'; out: string; results?: string };

/** `records export`: the ledger, or what a bulk action came to record by record, as a file. */
export function recordsExport(parent: Command, cli: Cli): void {
  const command = parent.command('export').description('Write changes and what became of them to a file');
  addRecordFilters(command)
    .addOption(
      new Option('--format <format>', 'of the file').choices(['csv', 'jsonl', 'parquet']).default('csv'),
    )
    .requiredOption('--out <file>', 'the file')
    .option('--results <operation>', "a bulk action's results record by record, in place of the ledger")
    .addHelpText(
      'after',
      `${examples(
        'records export --flow "CRM and App" --since 7d --out week.csv',
        'records export --status failed,parked --format jsonl --out failed.jsonl',
        'records export --format parquet --out ledger.parquet',
      )}${repeatable}`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const { format, out, results } = options;
        const workspace = await session.workspace();
        const what: Record<string, string> =
          results === undefined
            ? { filter: JSON.stringify(await recordFilterOf(session, options)) }
            : { operation: results };
        const file = await session.download('/api/export', { workspace, format, ...what });
        await pipeline(Readable.from(file), createWriteStream(out));
        const { size } = await stat(out);
        session.output.result(
          { file: out, bytes: size },
          () => `Written to ${out}: ${figures.count(size)} bytes.`,
        );
        return undefined;
      }),
    );
}
