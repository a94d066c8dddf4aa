import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import {
  addRecordFilters,
  type RecordFilterOptions,
  recordFilterOf,
  repeatable,
} from '../record-filter-options.ts';
import { interrupted } from '../to-cli-error.ts';

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
        await write(file, out, session.signal);
        const { size } = await stat(out);
        session.output.result(
          { file: out, bytes: size },
          () => `Written to ${out}: ${figures.count(size)} bytes.`,
        );
        return undefined;
      }),
    );
}

/** Writes a file under its own name only once it is whole; a device or a pipe as it comes. Throws CliError. */
async function write(file: ReadableStream<Uint8Array>, out: string, signal: AbortSignal): Promise<void> {
  const there = await stat(out).catch(() => null);
  const part = there && !there.isFile() ? out : `${out}.part`;
  try {
    await pipeline(Readable.fromWeb(file as WebStream), createWriteStream(part));
    if (part !== out) await rename(part, out);
  } catch (error) {
    if (part !== out) await rm(part, { force: true });
    if (signal.aborted) throw interrupted(error);
    // What the disk says has a code of its own; a stream that ends too early has none.
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new CliError(
      'CONNECTION_LOST',
      `The export broke off before its end, and ${out} was not written.`,
      {
        remedy: 'Run the command again. The log of the server says why.',
        cause: error,
      },
    );
  }
}
