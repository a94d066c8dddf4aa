import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const library = join(folder, '../core/code/library/index.ts');

let made: Promise<ReadonlyMap<string, string>> | null = null;

/**
 * The standard library, each of its exports as JavaScript of its own with all that it needs, once for the process: a
 * program that reads texts is not compiled together with the phone numbers of the world.
 */
export function libraryBundles(): Promise<ReadonlyMap<string, string>> {
  made ??= bundleLibrary();
  return made;
}

async function bundleLibrary(): Promise<ReadonlyMap<string, string>> {
  const names = await exportedNames();
  const { outputFiles } = await build({
    ...shared,
    entryPoints: names.map((name) => ({ in: `${part}:${name}`, out: name })),
    outdir: '/library',
    minifySyntax: true,
    inject: [join(folder, 'isolate/text-encoder.ts')],
    plugins: [parts],
  });
  return new Map(outputFiles.map(({ path, text }) => [/([^/\\]+)\.js$/.exec(path)?.[1] ?? '', text]));
}

const part = 'part-of-library';

const shared = {
  bundle: true,
  write: false as const,
  format: 'esm' as const,
  platform: 'neutral' as const,
  mainFields: ['module', 'main'],
  target: 'node24',
  external: ['syncline:host'],
  logLevel: 'silent' as const,
} satisfies BuildOptions;

async function exportedNames(): Promise<string[]> {
  const { metafile } = await build({ ...shared, entryPoints: [library], metafile: true, outdir: '/library' });
  return Object.values(metafile.outputs)[0]?.exports ?? [];
}

/** One export as an entry; and what a module does beside exporting is left out where none of it is used. */
const parts: Plugin = {
  name: 'parts of the library',
  setup({ onResolve, onLoad, resolve }) {
    const seen = {};
    onResolve({ filter: new RegExp(`^${part}:`) }, ({ path }) => ({
      path: path.slice(part.length + 1),
      namespace: part,
    }));
    onLoad({ filter: /.*/, namespace: part }, ({ path }) => ({
      contents: `export { ${path} } from ${JSON.stringify(library)};`,
      resolveDir: folder,
    }));
    onResolve({ filter: /.*/ }, async ({ path, pluginData, importer, resolveDir, kind, namespace }) => {
      if (pluginData === seen || path === 'syncline:host' || path.startsWith(`${part}:`)) return undefined;
      const found = await resolve(path, { importer, resolveDir, kind, namespace, pluginData: seen });
      return { path: found.path, namespace: found.namespace, errors: found.errors, sideEffects: false };
    });
  },
};
