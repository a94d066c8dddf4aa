import type { Command } from 'commander';
import { actOnRecords, addBulkOptions, type BulkOptions } from '../act-on-records.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import {
  addRecordFilters,
  type RecordFilterOptions,
  recordFilterOf,
  repeatable,
} from '../record-filter-options.ts';

type Options = RecordFilterOptions & BulkOptions & { reason: string };

/** `records ignore`: marks failures as dealt with, and lets parked records go. */
export function recordsIgnore(parent: Command, cli: Cli): void {
  const command = parent
    .command('ignore')
    .description('Mark the failures of these lines as dealt with, and let records that are parked go')
    .requiredOption('--reason <text>', 'why; it stands in the account');
  addBulkOptions(addRecordFilters(command))
    .addHelpText(
      'after',
      `${examples(
        'records ignore --flow "CRM and App" --status parked --code CHECK_VIOLATION --reason "test accounts" --dry-run',
      )}${repeatable}`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const filter = await recordFilterOf(session, options);
        return actOnRecords(session, { kind: 'ignore', reason: options.reason }, options, { filter });
      }),
    );
}
