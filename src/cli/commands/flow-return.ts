import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { returnEjected } from '#core/code/eject/return-ejected.ts';
import type { Cli } from '../cli.ts';
import { exitCodes, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { readFlowFile } from '../read-flow-file.ts';

/** `flow return`: the way back of `flow eject`, while the code was not edited. */
export function flowReturn(parent: Command, cli: Cli): void {
  parent
    .command('return')
    .description('Turn a code node that was not edited back into the filter or pairs that it was made of')
    .argument('<file>', 'a file with one flow, or - for standard input')
    .argument('<node>', 'id of the code node')
    .option('--write', 'write the changed flow into the file, not to standard output')
    .addHelpText('after', examples('flow return contacts.json code --write'))
    .action(
      cli.action<[string, string], { write?: boolean }>(
        async (session, [file, nodeId], { write = false }) => {
          if (write && file === '-') throw usageError('Standard input cannot be written to.', 'Give a file.');
          const [graph, ...others] = await readFlowFile(file, session.stdin);
          if (!graph || others.length > 0) {
            throw usageError(`${file} holds ${others.length + 1} flows.`, 'Give a file with one flow.');
          }
          const back = returnEjected(graph, nodeId);
          const text = `${JSON.stringify(back, null, 2)}\n`;
          if (write) await writeFile(file, text);
          session.output.result(back, () =>
            write ? `${file} has what ${nodeId} was made of.` : text.trimEnd(),
          );
          return exitCodes.success;
        },
      ),
    );
}
