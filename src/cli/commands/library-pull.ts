import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Cli, Session } from '../cli.ts';
import { examples } from '../examples.ts';

/** `library pull`: modules as files that `library push` takes. */
export function libraryPull(parent: Command, cli: Cli): void {
  parent
    .command('pull')
    .description('Write the newest version of modules to files')
    .argument('[names...]', 'these modules; without any, all that are not archived')
    .option('--folder <path>', 'write them there', 'library')
    .addHelpText('after', examples('library pull', 'library pull text people --folder shared/library'))
    .action(
      cli.action<[string[]], { folder: string }>(async (session, [names], { folder }) => {
        const { api, output } = session;
        const workspace = await session.workspace();
        const listed = names.length > 0 ? names : await offered(session, workspace);
        const pulled: { name: string; version: number; file: string }[] = [];
        for (const name of listed) {
          const { shown } = await api.library.show.query({ workspace, name });
          const file = join(folder, `${name}.ts`);
          await mkdir(folder, { recursive: true });
          await writeFile(file, shown.source);
          pulled.push({ name, version: shown.number, file });
        }
        output.result(pulled, () => {
          if (pulled.length === 0) return 'The library has no modules.';
          return pulled.map(({ name, version, file }) => `${file}: ${name}, version ${version}`).join('\n');
        });
        return undefined;
      }),
    );
}

async function offered({ api }: Session, workspace: string) {
  const modules = await api.library.list.query({ workspace });
  return modules.filter(({ archived }) => !archived).map(({ name }) => name);
}
