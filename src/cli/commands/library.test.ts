import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let fixture: ApiFixture;
let api: Api;
let server: Awaited<ReturnType<typeof fakeServer>>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-cli-library-'));
  await mkdir(join(folder, 'library'));
  fixture = await apiFixture('cli_library');
  const owner = await fixture.person('owner');
  await fixture.workspace('main', owner);
  api = fixture.as(owner);
  server = await fakeServer({
    'query library.list': (input) => api.library.list(input as never),
    'query library.show': (input) => api.library.show(input as never),
    'query library.uses': (input) => api.library.uses(input as never),
    'mutation library.save': (input) => api.library.save(input as never),
    'mutation flow.applyGraph': (input) => api.flow.applyGraph(input as never),
  });
});
afterAll(async () => {
  await server.close();
  await fixture.close();
  await rm(folder, { recursive: true });
});

const run = (...argv: string[]) => runInTest(argv, { url: server.url });
const path = (name: string) => join(folder, 'library', name);

test('files in git are the library, and tell what they touch', async () => {
  await writeFile(path('text.ts'), '/** Texts. */\nexport const trim = (text: string) => text.trim();\n');
  await writeFile(path('people.ts'), "export { trim as trimName } from 'library/text';\n");
  const first = await run('library', 'push', path('people.ts'), path('text.ts'), '--message', 'First');
  expect(first).toMatchObject({
    code: 0,
    stdout: 'text: version 1; nothing uses it yet\npeople: version 1; nothing uses it yet\n',
  });
  const again = await run('library', 'push', path('text.ts'), '--json');
  expect(JSON.parse(again.stdout)).toMatchObject([{ name: 'text', version: 1, created: false }]);

  const graph = twoTables('Names', { left: ['a', 'x'], right: ['b', 'y'], fields: [['id', 'id']] });
  const file = join(folder, 'flow.json');
  const code = { id: 'code', kind: 'code', source: "import { trimName } from 'library/people';" };
  await writeFile(file, JSON.stringify({ ...graph, nodes: [...graph.nodes, code] }));
  await run('flow', 'apply', file);

  await writeFile(path('text.ts'), 'export const trim = (text: string) => text.trimEnd();\n');
  const second = await run('library', 'push', path('text.ts'));
  expect(second.stdout).toMatch(/^text: version 2; these keep the version that they use:\n/);
  expect(second.stdout).toMatch(/Names +draft +code "code" +1 +people/);
  expect(second.stdout).toMatch(/library\/people +version 1 +1\n/);
  const usedBy = await run('library', 'used-by', 'people', '--json');
  expect(JSON.parse(usedBy.stdout)).toMatchObject({ flows: [{ name: 'Names', draft: [{ version: 1 }] }] });

  // The text is the same; what it imports is not.
  await run('library', 'push', path('people.ts'), '--newest-imports');
  expect((await run('library', 'show', 'people')).stdout).toMatch(/2 +\S+ +\S+ +text 2\n/);
  expect((await run('library', 'show', 'text', '--version', '1', '--source')).stdout).toContain(
    'text.trim()',
  );
  expect((await run('library', 'list')).stdout).toMatch(/people +2 +1 +1 +owner@/);

  const other = join(folder, 'other');
  expect((await run('library', 'pull', '--folder', other)).code).toBe(0);
  expect(await readFile(join(other, 'text.ts'), 'utf8')).toBe(await readFile(path('text.ts'), 'utf8'));
}, 120_000);

test('a flow that pins what the library does not have is told so, with what to do', async () => {
  const graph = twoTables('Pins', { left: ['a', 'x'], right: ['b', 'y'], fields: [['id', 'id']] });
  const source = "import { a } from 'library/elsewhere';";
  const code = { id: 'code', kind: 'code', source, modules: { elsewhere: 3 } };
  const file = join(folder, 'pins.json');
  await writeFile(file, JSON.stringify({ ...graph, nodes: [...graph.nodes, code] }));
  const applied = await run('flow', 'apply', file, '--deploy');
  expect(applied.code).toBe(1);
  expect(applied.stdout).toContain('MODULE_MISSING (code): The library has no module "elsewhere".');
  expect(applied.stdout).toContain('syncline library push FILE');
});

test('a file that names no module, does not exist or does not compile is refused', async () => {
  expect(await run('library', 'push', path('two words.ts'))).toMatchObject({ code: 2 });
  expect(await run('library', 'push', path('nowhere.ts'))).toMatchObject({ code: 2 });
  await writeFile(path('broken.ts'), 'export const a = ;\n');
  const broken = await run('library', 'push', path('broken.ts'));
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain('broken does not compile: line 1, column 18');
});
