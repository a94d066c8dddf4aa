import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

/** `alerts export`: the rules as a file that `alerts apply` takes. */
export function alertsExport(parent: Command, cli: Cli): void {
  parent
    .command('export')
    .description('Print the alert rules in the form that alerts apply takes')
    .option('--output <file>', 'write it there instead')
    .addHelpText('after', examples('alerts export --output alerts.json'))
    .action(
      cli.action<[], { output?: string }>(async ({ api, output, workspace }, _, { output: file }) => {
        const rules = await api.alert.exportRules.query({ workspace: await workspace() });
        const text = JSON.stringify(rules, null, 2);
        if (file === undefined) {
          output.result(rules, () => text);
        } else {
          await writeFile(file, `${text}\n`);
          output.result({ file }, () => `Written to ${file}.`);
        }
        return undefined;
      }),
    );
}
