import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { readConflicts } from '../read-conflicts.ts';

const BATCH = 100;

/** `conflicts retry`: tries parked records again now. */
export function conflictsRetry(parent: Command, cli: Cli): void {
  parent
    .command('retry')
    .description('Try records again that were parked after a failure')
    .argument('[ids...]', 'as conflicts list --state parked shows them')
    .option('--flow <name>', 'every parked record of this flow')
    .addHelpText('after', examples('conflicts retry cmh1x2 cmh1x3', 'conflicts retry --flow "CRM and App"'))
    .action(
      cli.action<[string[]], { flow?: string }>(async (session, [given], options) => {
        if (given.length > 0 === (options.flow !== undefined)) {
          throw usageError(
            'Name records or a flow.',
            'Give ids, or --flow for all parked records of a flow.',
          );
        }
        const workspace = await session.workspace();
        const ids = [...given];
        if (options.flow !== undefined) {
          const { id: flowId } = await findFlow(session, options.flow);
          for await (const item of readConflicts(session, { workspace, flowId, state: 'parked' }))
            ids.push(item.id);
        }
        for (let from = 0; from < ids.length; from += BATCH) {
          await session.api.conflict.retry.mutate({ workspace, ids: ids.slice(from, from + BATCH) });
        }
        session.output.result({ retried: ids }, () =>
          ids.length === 1 ? 'One record is tried again.' : `${ids.length} records are tried again.`,
        );
        return undefined;
      }),
    );
}
