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

type Options = RecordFilterOptions & BulkOptions & { from: 'source' | 'logged' };

/** `records replay`: puts records through the deployed version again. */
export function recordsReplay(parent: Command, cli: Cli): void {
  const command = parent
    .command('replay')
    .description('Put the records of these lines through the deployed version again')
    .addOption(
      new Option('--from <values>', 'what the source holds now, or the values as they were logged')
        .choices(['source', 'logged'])
        .default('source'),
    );
  addBulkOptions(addRecordFilters(command))
    .addHelpText(
      'after',
      `${examples(
        'records replay --flow "CRM and App" --status parked,failed --dry-run',
        'records replay --flow "CRM and App" --code CAST_FAILED --since 2h --yes --rate 200',
      )}${repeatable}`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const filter = await recordFilterOf(session, options);
        return actOnRecords(session, { kind: 'replay', from: options.from }, options, { filter });
      }),
    );
}
