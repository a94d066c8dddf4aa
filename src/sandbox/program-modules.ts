import type { Plugin } from 'esbuild';
import type { CodeProgram } from '#core/code/code-program.ts';
import { libraryBundles } from './library-bundles.ts';

/** What the program's own code is called where it is imported. */
export const nodeModule = 'node';
/** The name that the compiled module finds its console by: an argument, no global. */
export const hostWrite = '$write';

const library = 'syncline';
const host = 'syncline:host';

/** Finds what code may import, for esbuild: the standard library and the program's own modules, and no file. */
export function programModules(program: CodeProgram): Plugin {
  const sources = new Map(program.modules.map(({ name, source }) => [`library/${name}`, source]));
  sources.set(nodeModule, program.source);
  return {
    name: 'modules of code',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, namespace, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (namespace === 'library')
          return { path, namespace: path === host ? 'host' : 'library', sideEffects: false };
        if (path === library) return { path, namespace: 'library', sideEffects: false };
        if (path.startsWith('library/') && sources.has(path)) return { path, namespace: 'code' };
        if (path === nodeModule && importer === 'entry') return { path, namespace: 'code' };
        const offered = [library, ...sources.keys()]
          .filter((name) => name !== nodeModule)
          .map((name) => `"${name}"`);
        return { errors: [{ text: `There is no module "${path}" here; there are ${offered.join(', ')}.` }] };
      });
      onLoad({ filter: /.*/, namespace: 'code' }, ({ path }) => ({
        // Also what exports nothing is a module.
        contents: `${sources.get(path)}\nexport {};`,
        loader: 'ts',
      }));
      onLoad({ filter: /.*/, namespace: 'library' }, async ({ path }) => {
        const bundles = await libraryBundles();
        return {
          contents: path === library ? libraryIndex(bundles, sources) : (bundles.get(path) ?? ''),
          loader: 'js',
        };
      });
      onLoad({ filter: /.*/, namespace: 'host' }, () => ({ contents: `export const write = ${hostWrite};` }));
    },
  };
}

/** The library as far as the sources can mean it: what none of them has a word of is not compiled. */
function libraryIndex(bundles: ReadonlyMap<string, string>, sources: ReadonlyMap<string, string>): string {
  const all = [...sources.values()].join('\n');
  const whole = /\*\s*as\b/.test(all);
  const meant = [...bundles.keys()].filter((name) => whole || new RegExp(`\\b${name}\\b`).test(all));
  return [...meant.map((name) => `export { ${name} } from '${name}';`), 'export {};'].join('\n');
}
