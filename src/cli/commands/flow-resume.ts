import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';

/** `flow resume` */
export function flowResume(parent: Command, cli: Cli): void {
  parent
    .command('resume')
    .description('Go on carrying changes where the flow stopped')
    .argument('<name>', 'the flow')
    .addHelpText('after', examples('flow resume "CRM and App"'))
    .action(
      cli.action<[string], object>(async (session, [name]) => {
        const { workspace, id } = await findFlow(session, name);
        await session.api.flow.resume.mutate({ workspace, id });
        session.output.result({ id, name }, () => `${name} resumes.`);
        return undefined;
      }),
    );
}
