import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';

/** `operations resume` */
export function operationsResume(parent: Command, cli: Cli): void {
  parent
    .command('resume')
    .description('Let a paused bulk action go on where it was')
    .argument('<id>', 'as operations list shows it')
    .addHelpText('after', examples('operations resume cmh1x2'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [id]) => {
        const { asked } = await api.operation.resume.mutate({ workspace: await workspace(), id });
        if (!asked) {
          throw new CliError('INPUT_INVALID', 'It cannot resume: it does not rest.', {
            remedy: 'Look with syncline operations list.',
          });
        }
        output.result({ id }, () => 'It goes on.');
        return undefined;
      }),
    );
}
