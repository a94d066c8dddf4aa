import type { Command } from 'commander';
import { askYes } from '../ask-yes.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { deleteFlow } from '../delete-flow.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseNumber } from '../parse-number.ts';
import { textTable } from '../text-table.ts';

type Options = { yes?: boolean; dryRun?: boolean; timeout: number };

/** `cleanup`: deletes a flow together with everything that Syncline made for it in the two systems. */
export function cleanup(parent: Command, cli: Cli): void {
  parent
    .command('cleanup')
    .description(
      'Delete a flow with everything that Syncline made for it in both systems: replication slots, publications, triggers, checkpoint rows and tables. The data itself stays',
    )
    .argument('<flow>', 'the flow')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'only list what would be removed')
    .option('--timeout <seconds>', 'wait so long for the removal', parseNumber(1, 3600), 60)
    .addHelpText('after', examples('cleanup "CRM and App" --dry-run', 'cleanup "CRM and App" --yes'))
    .action(
      cli.action<[string], Options>(async (session, [name], { yes, dryRun, timeout }) => {
        const { api, output } = session;
        const flow = await findFlow(session, name);
        const owned = await api.flow.owned.query({ workspace: flow.workspace, id: flow.id });
        const rows = owned.flatMap(({ connection, objects }) =>
          objects.map((object) => [connection, object.kind, object.name]),
        );
        const list =
          rows.length > 0
            ? textTable(['connection', 'what', 'name'], rows)
            : 'Syncline has made nothing for it in either system.';
        for (const { connection, error } of owned) {
          if (error) output.note(`${connection} could not be asked: ${error.message}`);
        }
        if (dryRun) {
          output.result({ flow: name, removed: false, owned }, () => list);
          return exitCodes.success;
        }
        if (!yes) {
          output.note(`${list}\n`);
          if (!(await askYes(session, `Delete the flow "${name}" and remove all of this?`, '--dry-run'))) {
            output.note('Nothing was removed.');
            return exitCodes.failure;
          }
        }
        await deleteFlow(session, flow, timeout);
        output.result({ flow: name, removed: true, owned }, () =>
          [
            ...(yes ? [list] : []),
            `Removed, and deleted the flow "${name}". The data on both sides stays.`,
          ].join('\n'),
        );
        return exitCodes.success;
      }),
    );
}
