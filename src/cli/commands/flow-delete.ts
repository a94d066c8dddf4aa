import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { deleteFlow } from '../delete-flow.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseNumber } from '../parse-number.ts';

type Options = { confirm?: string; timeout: number };

/** `flow delete` */
export function flowDelete(parent: Command, cli: Cli): void {
  parent
    .command('delete')
    .description('Delete a flow, its versions, and what Syncline made for it in both systems')
    .argument('<name>', 'the flow')
    .option('--confirm <name>', 'the name again, so that no flow goes by mistake')
    .option('--timeout <seconds>', 'wait so long for the removal', parseNumber(1, 3600), 60)
    .addHelpText(
      'after',
      `${examples('flow delete "CRM and App" --confirm "CRM and App"')}\n\nsyncline cleanup NAME does the same and first lists what will be removed.`,
    )
    .action(
      cli.action<[string], Options>(async (session, [name], { confirm, timeout }) => {
        if (confirm !== name) {
          throw usageError(
            'Deleting a flow cannot be undone.',
            `Confirm with --confirm ${JSON.stringify(name)}.`,
          );
        }
        const flow = await findFlow(session, name);
        await deleteFlow(session, flow, timeout);
        session.output.result({ id: flow.id, name, deleted: true }, () => `Deleted ${name}.`);
        return undefined;
      }),
    );
}
