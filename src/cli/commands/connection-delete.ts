import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `connection delete`: only one that no flow uses. */
export function connectionDelete(parent: Command, cli: Cli): void {
  parent
    .command('delete')
    .description('Forget a connection that no flow uses')
    .argument('<name>', 'the connection')
    .addHelpText('after', examples('connection delete crm'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [name]) => {
        await api.connection.delete.mutate({ workspace: await workspace(), name });
        output.result({ deleted: name }, () => `Deleted ${name}. Nothing in the system itself was touched.`);
        return undefined;
      }),
    );
}
