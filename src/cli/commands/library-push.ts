import type { Command } from 'commander';
import { libraryImports } from '#core/code/library-imports.ts';
import type { Cli, Session } from '../cli.ts';
import { examples } from '../examples.ts';
import { moduleUsesText } from '../module-uses-text.ts';
import { type ModuleFile, readModuleFiles } from '../read-module-files.ts';

type Options = { message?: string; newestImports?: boolean };

/** `library push`: a new version of each module whose text differs from the newest one. */
export function libraryPush(parent: Command, cli: Cli): void {
  parent
    .command('push')
    .description('Save files as new versions of the modules that they are called like')
    .argument('<files...>', 'files named like their modules: library/text.ts')
    .option('--message <text>', 'what the versions are for')
    .option('--newest-imports', 'pin the newest versions of what they import, not those pinned before')
    .addHelpText(
      'after',
      `${examples('library push library/text.ts', 'library push library/*.ts --message "Trim names"')}

No flow changes: it shows which flows use older versions; move them on the Library page or in their files.`,
    )
    .action(
      cli.action<[string[]], Options>(async (session, [files], options) => {
        const modules = await readModuleFiles(files);
        const workspace = await session.workspace();
        const pushed: Pushed[] = [];
        for (const module of modules) pushed.push(await push(session, { workspace, module, options }));
        session.output.result(pushed, () => pushed.map(pushedText).join('\n'));
        return undefined;
      }),
    );
}

type Pushed = Awaited<ReturnType<typeof push>>;

async function push(
  { api }: Session,
  { workspace, module, options }: { workspace: string; module: ModuleFile; options: Options },
) {
  const { name, source, file } = module;
  const modules = await api.library.list.query({ workspace });
  const after = modules.find((each) => each.name === name)?.version ?? null;
  const imported = new Set(libraryImports(source).map((each) => each.name));
  const imports = options.newestImports
    ? Object.fromEntries(
        modules.filter((each) => imported.has(each.name)).map((each) => [each.name, each.version]),
      )
    : {};
  const saved = await api.library.save.mutate({
    ...{ workspace, name, source, after, imports },
    message: options.message ?? '',
  });
  const uses = saved.created ? await api.library.uses.query({ workspace, name }) : { flows: [], modules: [] };
  return { file, ...saved, touches: uses };
}

function pushedText({ name, version, created, touches }: Pushed): string {
  if (!created) return `${name}: unchanged, version ${version}`;
  const table = moduleUsesText(touches);
  return table
    ? `${name}: version ${version}; these keep the version that they use:\n${table.replace(/^/gm, '  ')}`
    : `${name}: version ${version}; nothing uses it yet`;
}
