import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `issues resolve`: says that an issue is over. */
export function issuesResolve(parent: Command, cli: Cli): void {
  parent
    .command('resolve')
    .description('Say that an issue is over; it comes back by itself when it is seen again')
    .argument('<issue>', 'as issues list shows it')
    .addHelpText('after', examples('issues resolve 3f2a91bc'))
    .action(
      cli.action<[string], object>(async (session, [id]) => {
        const workspace = await session.workspace();
        const issue = await session.api.issue.resolve.mutate({ workspace, id });
        session.output.result(issue, () => 'It is resolved.');
        return undefined;
      }),
    );
}
