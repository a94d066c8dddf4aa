import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { parseNumber } from '../parse-number.ts';
import { textTable } from '../text-table.ts';

type Options = { version?: number; source?: boolean };

/** `library show` */
export function libraryShow(parent: Command, cli: Cli): void {
  parent
    .command('show')
    .description('Show a module with its versions, and its source')
    .argument('<name>', 'the module')
    .option('--version <number>', 'the source of this version', parseNumber(1, 1_000_000))
    .option('--source', 'print the source alone')
    .addHelpText('after', examples('library show text', 'library show text --version 3 --source'))
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace }, [name], { version, source }) => {
        const module = await api.library.show.query({ workspace: await workspace(), name, version });
        output.result(module, () => {
          if (source) return module.shown.source;
          const rows = module.versions.map((each) => [
            each.number,
            each.createdBy,
            each.createdAt.toISOString(),
            Object.entries(each.imports)
              .map(([imported, pinned]) => `${imported} ${pinned}`)
              .join(', '),
            each.message,
          ]);
          const title = `${name}${module.archived ? ' (archived)' : ''}, version ${module.shown.number} of ${module.latest}`;
          return [
            title,
            ...(module.description ? [module.description] : []),
            '',
            textTable(['version', 'by', 'at', 'imports', 'message'], rows, [0]),
            '',
            module.shown.source,
          ].join('\n');
        });
        return undefined;
      }),
    );
}
