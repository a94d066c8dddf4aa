import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import { textTable } from '../text-table.ts';

/** `flow list` */
export function flowList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List flows')
    .addHelpText('after', examples('flow list', 'flow list --json'))
    .action(
      cli.action(async ({ api, output, workspace }) => {
        const flows = await api.flow.list.query({ workspace: await workspace() });
        output.result(flows, () => {
          if (flows.length === 0) return 'No flows yet. Apply one with syncline flow apply FILE --deploy.';
          const rows = flows.map((flow) => [
            flow.name,
            flow.phase ?? 'draft',
            flow.deployedVersion === null
              ? '–'
              : `${flow.deployedVersion}${flow.draftDiffers ? ' (draft differs)' : ''}`,
            flow.lanes,
            figures.perSecond(flow.rate ?? 0),
            figures.milliseconds(flow.lagP50),
            flow.held,
            flow.failing,
          ]);
          const head = ['flow', 'phase', 'version', 'lanes', 'rate', 'lag', 'held', 'failing'];
          return textTable(head, rows, [3, 4, 5, 6, 7]);
        });
        return undefined;
      }),
    );
}
