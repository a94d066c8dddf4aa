import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { textTable } from '../text-table.ts';

/** `masking list` */
export function maskingList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List which fields are masked, and for whom')
    .addHelpText('after', examples('masking list --json'))
    .action(
      cli.action<[], object>(async ({ api, output, workspace }) => {
        const rules = await api.masking.list.query({ workspace: await workspace() });
        output.result(rules, () => {
          if (rules.length === 0) return 'Nothing is masked.';
          const rows = rules.map((rule) => [
            rule.id,
            rule.connection,
            rule.stream,
            rule.field,
            rule.least,
            rule.createdBy,
          ]);
          return textTable(['id', 'connection', 'stream', 'field', 'seen from', 'by'], rows);
        });
        return undefined;
      }),
    );
}
