import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { exitCodes, usageError } from '../cli-error.ts';
import { ejectText } from '../eject-text.ts';
import { examples } from '../examples.ts';
import { readFlowFile } from '../read-flow-file.ts';

type Options = { fields?: string; write?: boolean };

/** `flow eject`: exit 3 where code does not come to the same on the records that were tried; nothing is written then. */
export function flowEject(parent: Command, cli: Cli): void {
  parent
    .command('eject')
    .description('Turn a filter, or pairs of a mapping, into a code node, and try that both come to the same')
    .argument('<file>', 'a file with one flow, or - for standard input')
    .argument('<node>', 'id of the mapping or filter')
    .option('--fields <names>', 'these pairs alone, by the names of their fields, with commas between')
    .option('--write', 'write the changed flow into the file, not to standard output')
    .addHelpText(
      'after',
      examples('flow eject contacts.json map --write', 'flow eject contacts.json map --fields email,phone'),
    )
    .action(
      cli.action<[string, string], Options>(async (session, [file, nodeId], { fields, write = false }) => {
        if (write && file === '-') throw usageError('Standard input cannot be written to.', 'Give a file.');
        const [graph, ...others] = await readFlowFile(file, session.stdin);
        if (!graph || others.length > 0) {
          throw usageError(`${file} holds ${others.length + 1} flows.`, 'Give a file with one flow.');
        }
        const made = await session.api.code.eject.mutate({
          workspace: await session.workspace(),
          graph,
          nodeId,
          ...(fields === undefined ? {} : { fields: fields.split(',').map((name) => name.trim()) }),
        });
        const same = made.compared.every(({ different }) => different === 0);
        const text = `${JSON.stringify(made.graph, null, 2)}\n`;
        if (same && write) await writeFile(file, text);
        session.output.result(made, () => {
          const kept = made.kept.map(({ title, why }) => `${title} stays in the mapping: ${why}.`);
          const told = [ejectText(made.compared), ...kept].join('\n');
          return write || !same ? told : text.trimEnd();
        });
        return same ? exitCodes.success : exitCodes.difference;
      }),
    );
}
