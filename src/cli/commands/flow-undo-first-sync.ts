import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { finishOperation } from '../finish-operation.ts';

/** `flow undo-first-sync`: takes back what the first sync of a paused flow's mapping wrote. */
export function flowUndoFirstSync(parent: Command, cli: Cli): void {
  parent
    .command('undo-first-sync')
    .description('Take back what the first sync of a paused flow wrote, where it has not changed since')
    .argument('<name>', 'the flow')
    .requiredOption('--mapping <id>', 'the mapping')
    .addHelpText('after', examples('flow undo-first-sync "CRM and App" --mapping map'))
    .action(
      cli.action<[string], { mapping: string }>(async (session, [name], { mapping }) => {
        const { workspace, id: flowId } = await findFlow(session, name);
        const { id } = await session.api.operation.startUndoFirstSync.mutate({ workspace, flowId, mapping });
        return finishOperation(session, id);
      }),
    );
}
