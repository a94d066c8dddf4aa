import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `whoami`: whose key it is and where it is valid. */
export function whoami(parent: Command, cli: Cli): void {
  parent
    .command('whoami')
    .description('Say whose key this is and where it is valid')
    .addHelpText('after', examples('whoami', 'whoami --key sk_… --json'))
    .action(
      cli.action(async ({ api, url, output }) => {
        const answer = await api.session.whoami.query();
        output.result({ ...answer, server: url }, () => {
          const { user, apiKey, workspaces } = answer;
          const who = apiKey ? `API key "${apiKey.name}"` : user ? user.email : 'Nobody: no valid key';
          const where = workspaces.map(({ slug, name, role }) => `  ${slug}  ${name}  ${role}`);
          return [`${who} at ${url}`, ...where].join('\n');
        });
        return undefined;
      }),
    );
}
