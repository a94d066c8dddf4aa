import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemplateBody } from '#core/templates/template-body.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';

const workspace = 'main';
const body = TemplateBody.parse({
  formatVersion: 1,
  nodes: [{ id: 'code', kind: 'code', source: 'export {}' }],
  edges: [],
});

let fixture: ApiFixture;
let api: Api;

beforeAll(async () => {
  fixture = await apiFixture('api_templates');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
});
afterAll(() => fixture.close());

test('a template is made, changed over the version that was looked at, deleted and brought back', async () => {
  const create = (name: string) => api.template.create({ workspace, name, description: 'Tidies', body });
  const { id } = await create('Names');
  expect((await outcome(() => create('Names'))).code).toBe('NAME_TAKEN');
  const update = (version: number, name: string) => api.template.update({ workspace, id, version, name });
  expect(await update(1, 'Tidy names')).toEqual({ id, version: 2 });
  expect((await outcome(() => update(1, 'Other'))).code).toBe('PREVIEW_STALE');
  expect(await api.template.list({ workspace })).toMatchObject([
    { id, name: 'Tidy names', description: 'Tidies', version: 2, body },
  ]);

  await api.template.delete({ workspace, id });
  expect(await api.template.list({ workspace })).toEqual([]);
  const other = await create('Tidy names');
  const back = () => api.template.delete({ workspace, id, deleted: false });
  expect((await outcome(back)).code).toBe('NAME_TAKEN');
  await api.template.update({ workspace, id: other.id, version: 1, name: 'Others' });
  await back();
  const names = (await api.template.list({ workspace })).map(({ name }) => name);
  expect(names).toEqual(['Others', 'Tidy names']);
  const { events } = await api.activity.list({ workspace });
  expect(events.map(({ action }) => action).slice(0, 4)).toEqual([
    'template.restore',
    'template.update',
    'template.create',
    'template.delete',
  ]);
});
