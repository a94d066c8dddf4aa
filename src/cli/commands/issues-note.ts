import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `issues note`: writes a note to an issue. */
export function issuesNote(parent: Command, cli: Cli): void {
  parent
    .command('note')
    .description('Write a note to an issue, for whoever looks at it next')
    .argument('<issue>', 'as issues list shows it')
    .argument('<text>', 'the note')
    .addHelpText('after', examples('issues note 3f2a91bc "the import of Monday wrote these"'))
    .action(
      cli.action<[string, string], object>(async (session, [id, text]) => {
        const workspace = await session.workspace();
        const issue = await session.api.issue.note.mutate({ workspace, id, text });
        session.output.result(issue, () => 'It is written down.');
        return undefined;
      }),
    );
}
