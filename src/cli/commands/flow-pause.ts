import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';

/** `flow pause` */
export function flowPause(parent: Command, cli: Cli): void {
  parent
    .command('pause')
    .description('Stop carrying changes; the systems keep them until the flow resumes')
    .argument('<name>', 'the flow')
    .addHelpText('after', examples('flow pause "CRM and App"'))
    .action(
      cli.action<[string], object>(async (session, [name]) => {
        const { workspace, id } = await findFlow(session, name);
        await session.api.flow.pause.mutate({ workspace, id });
        session.output.result(
          { id, name },
          () => `${name} pauses. Its changes wait in the systems until it resumes.`,
        );
        return undefined;
      }),
    );
}
