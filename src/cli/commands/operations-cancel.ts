import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `operations cancel` */
export function operationsCancel(parent: Command, cli: Cli): void {
  parent
    .command('cancel')
    .description('Ask a runner to end an operation')
    .argument('<id>', 'as operations list shows it')
    .addHelpText('after', examples('operations cancel cmh1x2'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [id]) => {
        const { asked } = await api.operation.cancel.mutate({ workspace: await workspace(), id });
        output.result({ id, asked }, () =>
          asked ? 'It ends as soon as its runner notices.' : 'It has ended already; all that it did stays.',
        );
        return undefined;
      }),
    );
}
