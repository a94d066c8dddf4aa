import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';

const workspace = 'main';
const nul = 'a\0b';
let fixture: ApiFixture;
let api: Api;

beforeAll(async () => {
  fixture = await apiFixture('wrong_input');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
});
afterAll(() => fixture.close());

test.each([
  ['a search', () => api.record.list({ workspace, filter: { text: nul } })],
  ['a flow', () => api.record.count({ workspace, filter: { flowId: nul } })],
  ['an issue', () => api.issue.show({ workspace, id: nul })],
  ['an operation', () => api.operation.get({ workspace, id: nul })],
  ['a workspace', () => api.home.summary({ workspace: nul })],
  [
    'a key of a decision',
    () => api.conflict.decide({ workspace, id: 'x', fields: { [nul]: 'left' }, record: null }),
  ],
])('%s that holds what no text here can is refused as input', async (_, call) => {
  expect(await outcome(call)).toMatchObject({ code: 'INPUT_INVALID' });
});

test.each([
  ['a version', () => api.record.count({ workspace, filter: { version: 99_999_999_999 } })],
  [
    'the number of a line',
    () =>
      api.bulk.preview({
        workspace,
        filter: {},
        seqs: ['9999999999999999999'],
        action: { kind: 'replay' } as never,
      }),
  ],
])('%s that is beyond all is refused as input', async (_, call) => {
  expect(await outcome(call)).toMatchObject({ code: 'INPUT_INVALID' });
});

test.each([
  ['no time at all', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ['the oldest time', { from: '0001-01-01T00:00:00Z' }],
  ['the last time', { to: '9999-12-31T23:59:59Z' }],
  ['more than any time', { took: { least: Number.MAX_VALUE } }],
  ['quotes', { conflict: { rule: '"\\' }, text: `%_'"\\` }],
])('%s finds nothing', async (_, filter) => {
  expect((await api.record.list({ workspace, filter })).entries).toEqual([]);
  expect(await api.record.count({ workspace, filter })).toMatchObject({ count: 0 });
});
