import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `issues reopen`: takes an issue back up. */
export function issuesReopen(parent: Command, cli: Cli): void {
  parent
    .command('reopen')
    .description('Take an issue back up that rests, was set aside or resolved')
    .argument('<issue>', 'as issues list shows it')
    .addHelpText('after', examples('issues reopen 3f2a91bc'))
    .action(
      cli.action<[string], object>(async (session, [id]) => {
        const workspace = await session.workspace();
        const issue = await session.api.issue.reopen.mutate({ workspace, id });
        session.output.result(issue, () => 'It is open.');
        return undefined;
      }),
    );
}
