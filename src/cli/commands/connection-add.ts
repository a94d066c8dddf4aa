import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';

type Options = { connector: string; url: string; skipTest?: boolean };

/** `connection add`: tests the settings, then keeps them. */
export function connectionAdd(parent: Command, cli: Cli): void {
  parent
    .command('add')
    .description('Add a connection, after trying it')
    .argument('<name>', 'its name, by which flow files refer to it')
    .requiredOption('--connector <id>', 'kind of system, e.g. postgres')
    .requiredOption('--url <url>', 'where it is; - reads it from standard input, so that no password shows')
    .option('--skip-test', 'add it without reaching it')
    .addHelpText(
      'after',
      examples(
        'connection add crm --connector postgres --url postgres://sync@db.example:5432/crm',
        'connection add app --connector postgres --url - < url.txt',
      ),
    )
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace: find, stdin }, [name], options) => {
        const workspace = await find();
        const { connector } = options;
        const url = options.url === '-' ? (await text(stdin)).trim() : options.url;
        const config = { url };
        const test = options.skipTest
          ? null
          : await api.connection.testConfig.mutate({ workspace, connector, config });
        const { id } = await api.connection.create.mutate({ workspace, name, connector, config });
        output.result({ id, name, connector, test }, () =>
          test
            ? `Added ${name}: ${test.server}, ${figures.milliseconds(test.latencyMs)} away.`
            : `Added ${name}, untried.`,
        );
        return undefined;
      }),
    );
}
