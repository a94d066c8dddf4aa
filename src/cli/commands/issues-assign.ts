import type { Command } from 'commander';
import type { Cli, Session } from '../cli.ts';
import { CliError, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';

/** `issues assign`: says who looks after an issue. */
export function issuesAssign(parent: Command, cli: Cli): void {
  parent
    .command('assign')
    .description('Say who looks after an issue')
    .argument('<issue>', 'as issues list shows it')
    .argument('[email]', 'a member of the workspace')
    .option('--nobody', 'nobody looks after it any more')
    .addHelpText(
      'after',
      examples('issues assign 3f2a91bc ana@example.test', 'issues assign 3f2a91bc --nobody'),
    )
    .action(
      cli.action<[string, string | undefined], { nobody?: boolean }>(
        async (session, [id, email], { nobody }) => {
          if ((email === undefined) !== (nobody === true))
            throw usageError('Name a member, or nobody.', 'Give an e-mail address, or --nobody.');
          const workspace = await session.workspace();
          const userId = email === undefined ? null : await userOf(session, workspace, email);
          const issue = await session.api.issue.assign.mutate({ workspace, id, userId });
          session.output.result(issue, () => (email ? `${email} looks after it.` : 'Nobody looks after it.'));
          return undefined;
        },
      ),
    );
}

async function userOf(session: Session, workspace: string, email: string): Promise<string> {
  const { members } = await session.api.member.list.query({ workspace });
  const member = members.find((each) => each.email === email);
  if (!member) throw new CliError('NOT_FOUND', `${email} is no member of the workspace.`);
  return member.userId;
}
