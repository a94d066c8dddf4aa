import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `masking remove` */
export function maskingRemove(parent: Command, cli: Cli): void {
  parent
    .command('remove')
    .description('Take a masking rule away')
    .argument('<id>', 'as masking list shows it')
    .addHelpText('after', examples('masking remove cmg1x2y3z'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [id]) => {
        await api.masking.remove.mutate({ workspace: await workspace(), id });
        output.result({ id }, () => 'Removed.');
        return undefined;
      }),
    );
}
