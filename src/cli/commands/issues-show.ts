import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { issueText } from '../issue-text.ts';

/** `issues show`: one issue, its remedy, and what people did about it. */
export function issuesShow(parent: Command, cli: Cli): void {
  parent
    .command('show')
    .description(
      'Show one issue: what keeps its records from arriving, the remedy, and what was done about it',
    )
    .argument('<issue>', 'as issues list shows it')
    .addHelpText('after', examples('issues show 3f2a91bc', 'issues show 3f2a91bc --json'))
    .action(
      cli.action<[string], object>(async (session, [id]) => {
        const workspace = await session.workspace();
        const detail = await session.api.issue.show.query({ workspace, id });
        session.output.result(detail, () => issueText(session.output, detail));
        return undefined;
      }),
    );
}
