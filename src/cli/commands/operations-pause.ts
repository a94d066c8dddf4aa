import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';

/** `operations pause` */
export function operationsPause(parent: Command, cli: Cli): void {
  parent
    .command('pause')
    .description('Let a bulk action rest once what it has in hand is done')
    .argument('<id>', 'as operations list shows it')
    .addHelpText('after', examples('operations pause cmh1x2'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [id]) => {
        const { asked } = await api.operation.pause.mutate({ workspace: await workspace(), id });
        if (!asked) {
          throw new CliError(
            'INPUT_INVALID',
            'It cannot pause: it has ended, rests already, or is no bulk action.',
            {
              remedy: 'Look with syncline operations list.',
            },
          );
        }
        output.result({ id }, () => 'It rests once what it has in hand is done.');
        return undefined;
      }),
    );
}
