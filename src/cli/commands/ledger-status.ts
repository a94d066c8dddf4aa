import type { Command } from 'commander';
import { keepWords } from '#core/ledger/ledger-policy.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import { textTable } from '../text-table.ts';

/** `ledger status` */
export function ledgerStatus(parent: Command, cli: Cli): void {
  parent
    .command('status')
    .description('How large the ledger is, whose lines it holds, and how long they are kept')
    .addHelpText('after', examples('ledger status', 'ledger status --json'))
    .action(
      cli.action(async ({ api, output, workspace }) => {
        const ledger = await api.ledger.status.query({ workspace: await workspace() });
        output.result(ledger, () => {
          const rows = ledger.flows.map((flow) => [
            flow.name ?? `${flow.flowId} (deleted)`,
            figures.count(flow.lines),
            figures.bytes(flow.bytes),
            figures.moment(flow.oldest),
            figures.count(flow.open),
            figures.count(flow.removed),
            keepWords(flow.policy.keepDays),
            flow.policy.payload,
          ]);
          const head = ['flow', 'lines', 'about', 'oldest', 'open', 'removed', 'kept', 'values'];
          const all = `${figures.count(ledger.lines)} lines, about ${figures.bytes(ledger.bytes)}, in ${ledger.partitions} days' partitions.`;
          const stray = `Beside them: ${figures.bytes(ledger.strayBytes)} of days without a partition.`;
          return `${textTable(head, rows, [1, 2, 4, 5])}\n\n${all} ${stray}`;
        });
        return undefined;
      }),
    );
}
