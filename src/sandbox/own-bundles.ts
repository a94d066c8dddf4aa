import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The programs of ours that run elsewhere, as JavaScript in one text each. */
export type OwnBundles = {
  /** CommonJS that a child runs. */
  child: string;
  /** An expression: `prepareContext` of `isolate/main.ts`. */
  runtime: string;
  /** The path of isolated-vm's binary for this machine. */
  addon: string;
};

let made: Promise<OwnBundles> | null = null;

/** Bundles them, once for the process. The children read no file of ours then, whoever they run as. */
export function ownBundles(): Promise<OwnBundles> {
  made ??= bundleAll();
  return made;
}

async function bundleAll(): Promise<OwnBundles> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const [child, runtime] = await Promise.all([
    bundle(join(folder, 'child/main.ts'), { platform: 'node', format: 'cjs' }),
    bundle(join(folder, 'isolate/main.ts'), { platform: 'neutral', format: 'iife', globalName: 'runtime' }),
  ]);
  return { child, runtime: `(() => { ${runtime}; return runtime.prepareContext; })()`, addon: addonPath() };
}

async function bundle(
  entry: string,
  options: { platform: 'node' | 'neutral'; format: 'cjs' | 'iife'; globalName?: string },
): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    target: 'node24',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** What isolated-vm itself would load: found here, since a child may read nothing but that file. */
function addonPath(): string {
  // Not by `require.resolve`, which the pages' bundler takes for a module of its own.
  const manifest = findPackageJSON('isolated-vm', import.meta.url);
  if (manifest === undefined) throw new Error('The package isolated-vm is not installed.');
  const nodeGypBuild: { path(folder: string): string } = createRequire(manifest)('node-gyp-build');
  return nodeGypBuild.path(dirname(manifest));
}
