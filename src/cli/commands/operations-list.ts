import type { Command } from 'commander';
import { bulkName } from '#core/operations/bulk-name.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import { progressText } from '../operation-lines.ts';
import { parseNumber } from '../parse-number.ts';
import { textTable } from '../text-table.ts';

/** `operations list` */
export function operationsList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List operations, newest first')
    .option('--limit <count>', 'so many at most', parseNumber(1, 200), 20)
    .addHelpText('after', examples('operations list', 'operations list --limit 100 --json'))
    .action(
      cli.action<[], { limit: number }>(async ({ api, output, workspace }, _, { limit }) => {
        const page = await api.operation.list.query({ workspace: await workspace(), limit });
        output.result(page, () => {
          if (page.operations.length === 0) return 'No operations yet.';
          const rows = page.operations.map((operation) => [
            operation.id,
            operation.kind === 'bulk' ? bulkName(operation.input) : operation.kind,
            operation.state,
            progressText(operation.kind, operation.progress) ?? '',
            figures.moment(operation.createdAt),
            operation.createdBy,
          ]);
          return textTable(['id', 'what', 'state', 'how far', 'asked', 'by'], rows);
        });
        return undefined;
      }),
    );
}
