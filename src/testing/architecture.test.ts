import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Import, importProblem, isTest } from './layers.ts';
import { measureFunctions } from './measure-functions.ts';
import { sizeDebt } from './size-debt.ts';

const root = join(import.meta.dirname, '../..');
const limits = { file: 400, component: 250, function: 80 };

const files = ['src', 'e2e', 'bench']
  .flatMap((folder) => filesBelow(folder))
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('/generated/'));
const sources = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

describe('imports', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const { output } = await cruise(['src'], {
      baseDir: root,
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '/generated/' },
    });
    if (typeof output === 'string') throw new Error(output);
    result = output;
  });

  test('every module was read', () => {
    const seen = new Set(result.modules.map(({ source }) => source));
    expect(seen.size).toBeGreaterThan(200);
    expect(files.filter((path) => path.startsWith('src/') && !seen.has(path))).toEqual([]);
    const ours = result.modules
      .flatMap((module) => module.dependencies)
      .filter(({ resolved }) => resolved.startsWith('src/'));
    expect(ours.length).toBeGreaterThan(seen.size);
  });

  test('each goes to a layer that its own layer may use', () => {
    const imports: Import[] = result.modules.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ coreModule }) => !coreModule)
        .map(({ module, resolved }) => {
          const ours = resolved.startsWith('src/') || /^[.#]/.test(module);
          return { from: source, to: ours ? resolved : module, ours };
        }),
    );
    expect(imports.map(importProblem).filter((problem) => problem !== null)).toEqual([]);
  });

  test('none runs in a circle, types aside', () => {
    const circles = result.modules.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ cycle }) => cycle?.every(({ dependencyTypes }) => !dependencyTypes.includes('type-only')))
        .map(({ resolved }) => `${source} → ${resolved}`),
    );
    expect(circles).toEqual([]);
  });
});

describe('names', () => {
  test('are kebab-case and say what the file holds', () => {
    const wrong = files.filter((path) => {
      const name = basename(path);
      if (/^(utils?|helpers?|common|misc|types)\./.test(name)) return true;
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  test('belong to no file that only hands on what others export', () => {
    const barrel = /^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s*(as \w+\s*)?from\s/;
    const barrels = [...sources].filter(([path, source]) => {
      if (/^src\/((connectors|nodes)\/[^/]+|core\/code\/library)\/index\.ts$/.test(path)) return false;
      const statements = source
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split(';')
        .filter((part) => part.trim() !== '');
      return (
        basename(path).startsWith('index.') ||
        (statements.length > 0 && statements.every((part) => barrel.test(part)))
      );
    });
    expect(barrels.map(([path]) => path)).toEqual([]);
  });
});

test('sizes stay within the limits, but for a list that only shrinks', () => {
  const long = new Map<string, number>();
  for (const [path, source] of sources) {
    const lines = source.split('\n').length - 1;
    const tsx = path.endsWith('.tsx');
    if (lines > (tsx ? limits.component : limits.file)) long.set(path, lines);
    if (isTest(path) || path.startsWith('e2e/') || path.endsWith('.mjs')) continue;
    for (const { name, lines } of measureFunctions(source, tsx)) {
      const isComponent = tsx && /^[A-Z]/.test(name);
      if (lines > (isComponent ? limits.component : limits.function)) long.set(`${path}#${name}`, lines);
    }
  }
  const grown = [...long].filter(([place, lines]) => lines > (sizeDebt[place]?.lines ?? 0));
  const paid = Object.keys(sizeDebt).filter((place) => !long.has(place));
  expect(Object.fromEntries(grown), 'longer than the limit or than the list allows').toEqual({});
  expect(paid, 'short enough now: remove from size-debt.ts').toEqual([]);
});

test('only config reads the environment', () => {
  // Next puts its own word for the runtime in the place of what instrumentation.ts reads.
  const allowed =
    /^src\/(config\/env|instrumentation)\.ts$|\.mjs$|^src\/testing\/|\.config\.ts$|\.test\.ts$|^e2e\//;
  const readers = [...sources].filter(
    ([path, source]) => !allowed.test(path) && /\bprocess\.env\b/.test(source),
  );
  expect(readers.map(([path]) => path)).toEqual([]);
});
