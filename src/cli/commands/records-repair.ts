import { type Command, Option } from 'commander';
import type { Repair } from '#core/operations/bulk-action.ts';
import { actOnRecords, addBulkOptions, type BulkOptions } from '../act-on-records.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { addFindingFilters, type FindingOptions, findingFilterOf } from '../finding-options.ts';
import { parseNumbers } from '../parse-numbers.ts';

type Options = FindingOptions & BulkOptions & { by: Repair['by']; finding?: number[] };

/** `records repair`: brings in line what a verify found. */
export function recordsRepair(parent: Command, cli: Cli): void {
  const command = parent
    .command('repair')
    .description('Bring in line what the last verify of a flow found: all of it, or some')
    .addOption(
      new Option('--by <who>', 'the rules of the flow decide, or a side stands')
        .choices(['rules', 'left', 'right'])
        .default('rules'),
    )
    .option('--finding <numbers>', 'these alone, as records findings numbers them', parseNumbers);
  addBulkOptions(addFindingFilters(command))
    .addHelpText(
      'after',
      examples(
        'records repair --flow "CRM and App" --dry-run',
        'records repair --flow "CRM and App" --kind differ --field email --yes',
        'records repair --flow "CRM and App" --finding 3,8,12 --by left',
      ),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const filter = await findingFilterOf(session, options);
        const workspace = await session.workspace();
        const action: Repair = { kind: 'repair', by: options.by };
        const numbers = options.finding;
        const preview = () => session.api.bulk.previewRepair.mutate({ workspace, filter, numbers, action });
        return actOnRecords(session, action, options, { preview });
      }),
    );
}
