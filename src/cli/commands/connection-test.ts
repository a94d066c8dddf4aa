import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';

/** `connection test` */
export function connectionTest(parent: Command, cli: Cli): void {
  parent
    .command('test')
    .description('Reach the system and say what it is')
    .argument('<name>', 'the connection')
    .addHelpText('after', examples('connection test crm'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [name]) => {
        const test = await api.connection.test.mutate({ workspace: await workspace(), name });
        output.result(test, () => `${name}: ${test.server}, ${figures.milliseconds(test.latencyMs)} away.`);
        return undefined;
      }),
    );
}
