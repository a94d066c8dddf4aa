import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `issues ignore`: sets an issue aside for good. */
export function issuesIgnore(parent: Command, cli: Cli): void {
  parent
    .command('ignore')
    .description('Set an issue aside for good; records that fail for another cause are another issue')
    .argument('<issue>', 'as issues list shows it')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', examples('issues ignore 3f2a91bc --reason "test accounts, see ticket 12"'))
    .action(
      cli.action<[string], { reason: string }>(async (session, [id], { reason }) => {
        const workspace = await session.workspace();
        const issue = await session.api.issue.ignore.mutate({ workspace, id, reason });
        session.output.result(issue, () => 'It is set aside.');
        return undefined;
      }),
    );
}
