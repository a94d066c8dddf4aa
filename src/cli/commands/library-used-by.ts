import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { moduleUsesText } from '../module-uses-text.ts';

/** `library used-by` */
export function libraryUsedBy(parent: Command, cli: Cli): void {
  parent
    .command('used-by')
    .description('Show which flows, nodes and modules use which version of a module')
    .argument('<name>', 'the module')
    .addHelpText('after', examples('library used-by text', 'library used-by text --json'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace }, [name]) => {
        const uses = await api.library.uses.query({ workspace: await workspace(), name });
        output.result(uses, () => moduleUsesText(uses) || `Nothing uses ${name}.`);
        return undefined;
      }),
    );
}
