import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseNumber } from '../parse-number.ts';

type Options = { version?: number; output?: string };

/** `flow export`: the flow as a file that `flow apply` takes. */
export function flowExport(parent: Command, cli: Cli): void {
  parent
    .command('export')
    .description('Print a flow in the form that flow apply takes')
    .argument('<name>', 'the flow')
    .option('--version <number>', 'this version instead of the draft', parseNumber(1, 1_000_000))
    .option('--output <file>', 'write it there instead')
    .addHelpText(
      'after',
      examples('flow export "CRM and App" --output flow.json', 'flow export "CRM and App" --version 3'),
    )
    .action(
      cli.action<[string], Options>(async (session, [name], { version, output: file }) => {
        const { workspace, id } = await findFlow(session, name);
        const { graph } = await session.api.flow.export.query({ workspace, id, number: version });
        const text = JSON.stringify(graph, null, 2);
        if (file === undefined) {
          session.output.result(graph, () => text);
        } else {
          await writeFile(file, `${text}\n`);
          session.output.result({ file }, () => `Written to ${file}.`);
        }
        return undefined;
      }),
    );
}
