import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { textTable } from '../text-table.ts';

/** `library list` */
export function libraryList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List the modules of the code library')
    .option('--archived', 'archived ones too')
    .addHelpText('after', examples('library list', 'library list --json'))
    .action(
      cli.action<[], { archived?: boolean }>(async ({ api, output, workspace }, _args, options) => {
        const all = await api.library.list.query({ workspace: await workspace() });
        const modules = all.filter(({ archived }) => options.archived || !archived);
        output.result(modules, () => {
          if (modules.length === 0) return 'The library has no modules.';
          const rows = modules.map((module) => [
            module.archived ? `${module.name} (archived)` : module.name,
            module.version,
            module.flows,
            module.behind,
            module.savedBy,
            module.description,
          ]);
          return textTable(
            ['name', 'version', 'flows', 'behind', 'saved by', 'description'],
            rows,
            [1, 2, 3],
          );
        });
        return undefined;
      }),
    );
}
