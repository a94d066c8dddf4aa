import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `alerts redeliver` */
export function alertsRedeliver(parent: Command, cli: Cli): void {
  parent
    .command('redeliver')
    .description('Deliver something again, under its id')
    .argument('<delivery>', 'its id, from alerts deliveries')
    .addHelpText('after', examples('alerts redeliver 3f1c…'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [id]) => {
        await api.alert.redeliver.mutate({ workspace: await workspace(), id });
        output.result({ id }, () => 'It is delivered again in a moment; see syncline alerts deliveries.');
        return undefined;
      }),
    );
}
