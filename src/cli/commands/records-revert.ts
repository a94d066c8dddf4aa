import { type Command, Option } from 'commander';
import { actOnRecords, addBulkOptions, type BulkOptions } from '../act-on-records.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import {
  addRecordFilters,
  type RecordFilterOptions,
  recordFilterOf,
  repeatable,
} from '../record-filter-options.ts';

type Options = RecordFilterOptions & BulkOptions & { on: 'both' | 'left' | 'right' };

/** `records revert`: puts the values before lines back, where what they left still stands. */
export function recordsRevert(parent: Command, cli: Cli): void {
  const command = parent
    .command('revert')
    .description('Put the values before these lines back, where what they left still stands')
    .addOption(
      new Option('--on <sides>', 'the side whose values come back')
        .choices(['both', 'left', 'right'])
        .default('both'),
    );
  addBulkOptions(addRecordFilters(command))
    .addHelpText(
      'after',
      `${examples(
        'records revert --flow "CRM and App" --side left --field price --since 15m --dry-run',
        'records revert --flow "CRM and App" --operation cmw8… --yes',
        'records revert --flow "CRM and App" --flow-version 7 --dry-run',
      )}${repeatable}`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const filter = await recordFilterOf(session, options);
        return actOnRecords(session, { kind: 'revert', sides: options.on }, options, { filter });
      }),
    );
}
