import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';

type Options = { connector: string; url?: string; file?: string; create?: boolean; skipTest?: boolean };

/** `connection add`: tests the settings, then keeps them. */
export function connectionAdd(parent: Command, cli: Cli): void {
  parent
    .command('add')
    .description('Add a connection, after trying it')
    .argument('<name>', 'its name, by which flow files refer to it')
    .requiredOption('--connector <id>', 'kind of system, e.g. postgres')
    .option('--url <url>', 'where it is; - reads it from standard input, so that no password shows')
    .option('--file <path>', 'the file that it is, for a system that is one')
    .option('--create', 'make the file if it is missing')
    .option('--skip-test', 'add it without reaching it')
    .addHelpText(
      'after',
      examples(
        'connection add crm --connector postgres --url postgres://sync@db.example:5432/crm',
        'connection add app --connector postgres --url - < url.txt',
        'connection add shop --connector sqlite --file ./shop.db',
        'connection add stock --connector mysql --url mysql://sync@db.example:3306/stock',
      ),
    )
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace: find, stdin }, [name], options) => {
        const workspace = await find();
        const { connector } = options;
        const config = await readConfig(options, stdin);
        const test = options.skipTest
          ? null
          : await api.connection.testConfig.mutate({ workspace, connector, config });
        const { id } = await api.connection.create.mutate({
          workspace,
          name,
          connector,
          config: { ...test?.profiled, ...config },
        });
        output.result({ id, name, connector, test }, () =>
          [
            test
              ? `Added ${name}: ${test.server}, ${figures.milliseconds(test.latencyMs)} away.`
              : `Added ${name}, untried.`,
            ...profiledLines(test?.profiled ?? {}),
          ].join('\n'),
        );
        return undefined;
      }),
    );
}

/** Either a URL or a file, whose path is taken from the folder that the command runs in. */
async function readConfig(
  { url, file, create }: Options,
  stdin: NodeJS.ReadableStream,
): Promise<Record<string, string>> {
  if ((url === undefined) === (file === undefined)) {
    throw usageError('The command does not say where the system is.', 'Give either --url or --file.');
  }
  if (file !== undefined) return { file: resolve(file), ifMissing: create ? 'create' : 'refuse' };
  return { url: url === '-' ? (await text(stdin)).trim() : String(url) };
}

/** What was read off the data and kept as a setting. */
function profiledLines(profiled: Record<string, string>): string[] {
  return Object.entries(profiled)
    .filter(([, value]) => value !== '')
    .map(([setting, value]) => `As its data show, ${setting} is ${value}.`);
}
