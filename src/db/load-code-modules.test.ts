import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { type ApiFixture, apiFixture } from '#testing/api-fixture.ts';
import { codeModuleRepository } from './code-module-repository.ts';
import { loadCodeModules } from './load-code-modules.ts';

let fixture: ApiFixture;
let first: string;
let second: string;

beforeAll(async () => {
  fixture = await apiFixture('code_modules');
  const owner = await fixture.person('owner');
  first = (await fixture.workspace('first', owner)).id;
  second = (await fixture.workspace('second', owner)).id;
  const modules = codeModuleRepository(fixture.services.prisma, first);
  const add = (id: string, number: number, source: string, imports: ModulePins = {}) =>
    modules.add(id, { number, source, imports, message: '', createdBy: 'test' });
  const text = await modules.create('text');
  for (const number of [1, 2, 3]) await add(text.id, number, `export const version = ${number};`);
  const people = await modules.create('people');
  await add(people.id, 1, "import { version } from 'library/text';", { text: 2 });
  const teams = await modules.create('teams');
  await add(teams.id, 1, "import 'library/people';", { people: 1 });
});
afterAll(() => fixture.close());

const load = (pins: ModulePins, workspace = first) => loadCodeModules(fixture.services.pool, workspace, pins);

test('loads what is pinned, and all that it imports, in the versions that it pins', async () => {
  expect(await load({ teams: 1 })).toEqual([
    { name: 'people', version: 1, source: "import { version } from 'library/text';" },
    { name: 'teams', version: 1, source: "import 'library/people';" },
    { name: 'text', version: 2, source: 'export const version = 2;' },
  ]);
  expect(await load({ teams: 1, text: 1 })).toEqual([
    { name: 'people', version: 1, source: "import { version } from 'library/text@2';" },
    { name: 'teams', version: 1, source: "import 'library/people';" },
    { name: 'text', version: 1, source: 'export const version = 1;' },
    { name: 'text@2', version: 2, source: 'export const version = 2;' },
  ]);
  expect(await load({})).toEqual([]);
});

test('says what is missing, and which versions there are', async () => {
  await expect(load({ text: 4 })).rejects.toMatchObject({
    code: 'MODULE_MISSING',
    message: 'The library has no version 4 of "text", but versions 1 to 3.',
  });
  await expect(load({ people: 2, nowhere: 1 })).rejects.toMatchObject({
    code: 'MODULE_MISSING',
    message: 'The library has no module "nowhere". (and 1 more)',
    detail:
      'The library has no module "nowhere".\nThe library has no version 2 of "people", but only version 1.',
  });
});

test("another workspace's modules are not found", async () => {
  await expect(load({ text: 1 }, second)).rejects.toMatchObject({ code: 'MODULE_MISSING' });
});
