import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';

let fixture: ApiFixture;
let api: Api;
let other: Api;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_library');
  const owner = await fixture.person('owner');
  const stranger = await fixture.person('stranger');
  await fixture.workspace(workspace, owner);
  await fixture.workspace('other', stranger);
  api = fixture.as(owner);
  other = fixture.as(stranger);
});
afterAll(() => fixture.close());

const save = (name: string, source: string, after: number | null, more: object = {}) =>
  api.library.save({ workspace, name, source, after, ...more });

/** A flow with one code node. */
const flowWith = (name: string, source: string, modules?: Record<string, number>): FlowGraph => {
  const graph = twoTables(name, { left: ['a', 'x'], right: ['b', 'y'], fields: [['id', 'id']] });
  const code = { id: 'code', kind: 'code', form: 'transform', leave: 'keep', source, modules } as const;
  return { ...graph, nodes: [...graph.nodes, code] };
};

const pinsOf = async (id: string) => {
  const { graph } = await api.flow.export({ workspace, id });
  return graph.nodes.flatMap((node) => (node.kind === 'code' ? [node.modules] : []));
};

test('versions are kept, and a new one is saved over the newest only', async () => {
  const first = '/** Cleans texts. */\nexport const trim = (text: string) => text.trim();';
  expect(await save('text', first, null, { message: 'First' })).toEqual({
    name: 'text',
    version: 1,
    created: true,
    imports: {},
  });
  expect(await save('text', first, 1)).toMatchObject({ version: 1, created: false });
  const second = first.replace('trim()', 'trimEnd()');
  expect(await save('text', second, 1, { message: 'At the end only' })).toMatchObject({ version: 2 });

  expect((await outcome(() => save('text', first, 1))).code).toBe('MODULE_STALE');
  expect((await outcome(() => save('text', first, null))).code).toBe('NAME_TAKEN');
  expect((await outcome(() => save('nowhere', first, 1))).code).toBe('NOT_FOUND');
  const together = await Promise.all(
    [1, 2, 3].map((n) => outcome(() => save('text', `${second} // ${n}`, 2))),
  );
  expect(together.map(({ code }) => code).toSorted()).toEqual(['MODULE_STALE', 'MODULE_STALE', 'ok']);

  const shown = await api.library.show({ workspace, name: 'text', version: 1 });
  expect(shown).toMatchObject({ latest: 3, description: 'Cleans texts.', shown: { source: first } });
  expect(shown.versions.map(({ number, message }) => [number, message])).toEqual([
    [3, ''],
    [2, 'At the end only'],
    [1, 'First'],
  ]);
  const { lines } = await api.library.diff({ workspace, name: 'text', from: 1, to: 2 });
  expect(lines.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added']);
  const missing = await outcome(() => api.library.show({ workspace, name: 'text', version: 9 }));
  expect(missing.answer).toMatchObject({ message: '"text" has no version 9, but 1, 2, 3.' });
  const audit = await api.activity.list({ workspace });
  expect(JSON.stringify(audit, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).toContain(
    'library.save',
  );
});

test('what does not compile is refused with its line, and so is a module that would import itself', async () => {
  const broken = await outcome(() => save('broken', 'export const a = 1;\nexport const b = ;', null));
  expect(broken).toMatchObject({
    code: 'MODULE_INVALID',
    answer: { message: expect.stringMatching(/^broken does not compile: line 2, column 18: /) },
  });
  const mistyped = await outcome(() =>
    save('broken', "import { trim } from 'library/text';\ntrim(1);", null),
  );
  expect(mistyped).toMatchObject({
    code: 'MODULE_INVALID',
    answer: { message: expect.stringMatching(/line 2, column 6: .*number/) },
  });
  const unknown = await outcome(() =>
    save('broken', "import 'library/text';", null, { imports: { text: 9 } }),
  );
  expect(unknown).toMatchObject({ code: 'MODULE_MISSING' });

  await save('a', 'export const a = 1;', null);
  expect(await save('b', "export * from 'library/a';", null)).toMatchObject({ imports: { a: 1 } });
  await save('c', "export * from 'library/b';", null);
  const circle = await outcome(() => save('a', "import 'library/c';", 1));
  expect(circle).toMatchObject({
    code: 'MODULE_INVALID',
    answer: { message: '"a" would import itself: a → c → b → a.' },
  });
  // A new version keeps what the one before it pinned, unless it is said.
  await save('a', 'export const a = 2;', 1);
  expect(await save('b', "export * from 'library/a'; // x", 1)).toMatchObject({ imports: { a: 1 } });
  expect(await save('b', "export * from 'library/a'; // y", 2, { imports: { a: 2 } })).toMatchObject({
    imports: { a: 2 },
  });
});

test('a draft pins the newest version of what its code imports, once', async () => {
  await save('pinned', 'export const a = 1;', null);
  const graph = flowWith('Pinned', "import { a } from 'library/pinned';");
  const { id } = await api.flow.create({ workspace, name: 'Pinned', graph });
  expect(await pinsOf(id)).toEqual([{ pinned: 1 }]);
  await save('pinned', 'export const a = 2;', 1);
  await api.flow.saveDraft({ workspace, id, graph, revision: 1 });
  expect(await pinsOf(id)).toEqual([{ pinned: 1 }]);

  const uses = await api.library.uses({ workspace, name: 'pinned' });
  const use = { nodeId: 'code', title: 'code "code"', version: 1, via: [] };
  expect(uses).toEqual({
    flows: [{ id, name: 'Pinned', revision: 2, draft: [use], deployed: null }],
    modules: [],
  });
  expect((await api.library.list({ workspace })).find(({ name }) => name === 'pinned')).toMatchObject({
    version: 2,
    flows: 1,
    behind: 1,
  });
});

test('drafts move to a version where nobody saved them meanwhile; what is deployed stays', async () => {
  await save('moved', 'export const a = 1;', null);
  await save('moved', 'export const a = 2;', 1);
  const source = "import { a } from 'library/moved';";
  const create = async (name: string) => {
    const graph = flowWith(name, source, { moved: 1 });
    const { id } = await api.flow.create({ workspace, name, graph });
    return id;
  };
  const [one, two] = [await create('Moved one'), await create('Moved two')];
  const deployed = flowWith('Moved one', source, { moved: 1 });
  const version = await fixture.services.prisma.flowVersion.create({
    data: { flowId: one, number: 1, graph: deployed, digest: 'd', lanes: [], message: '', createdBy: 'test' },
  });
  await fixture.services.prisma.deployment.create({
    data: { flowId: one, versionId: version.id, desired: 'running', desiredBy: 'test' },
  });
  const flows = [
    { id: one, revision: 1 },
    { id: two, revision: 7 },
    { id: 'nowhere', revision: 1 },
  ];
  expect(await api.library.moveFlows({ workspace, name: 'moved', version: 2, flows })).toEqual([
    { id: one, name: 'Moved one', nodes: 1, refused: null },
    { id: two, name: 'Moved two', nodes: 0, refused: { code: 'DRAFT_STALE', message: expect.any(String) } },
    { id: 'nowhere', name: 'nowhere', nodes: 0, refused: { code: 'NOT_FOUND', message: expect.any(String) } },
  ]);
  expect([await pinsOf(one), await pinsOf(two)]).toEqual([[{ moved: 2 }], [{ moved: 1 }]]);
  const { flows: uses } = await api.library.uses({ workspace, name: 'moved' });
  expect(uses[0]).toMatchObject({
    draft: [{ version: 2 }],
    deployed: { version: 1, uses: [{ version: 1 }] },
  });
  const unknown = await outcome(() => api.library.moveFlows({ workspace, name: 'moved', version: 3, flows }));
  expect(unknown.code).toBe('MODULE_MISSING');
});

test('an archived module is offered no more, and what pins it keeps it', async () => {
  await save('archived', 'export const a = 1;', null);
  const source = "import { a } from 'library/archived';";
  await api.library.archive({ workspace, name: 'archived', archived: true });
  const unpinned = await api.flow.validate({ workspace, graph: flowWith('x', source) });
  expect(unpinned.problems).toContainEqual(
    expect.objectContaining({ code: 'MODULE_MISSING', nodeId: 'code', severity: 'error' }),
  );
  const pinned = await api.flow.validate({ workspace, graph: flowWith('x', source, { archived: 1 }) });
  expect(pinned.problems.filter(({ code }) => code === 'MODULE_MISSING')).toEqual([]);
  const gone = await api.flow.validate({ workspace, graph: flowWith('x', source, { archived: 2 }) });
  expect(gone.problems.find(({ code }) => code === 'MODULE_MISSING')).toMatchObject({
    message: 'The library has no version 2 of "archived", but only version 1.',
    remedy: expect.stringContaining('syncline library push'),
  });
  await api.library.archive({ workspace, name: 'archived', archived: false });
  expect((await api.library.show({ workspace, name: 'archived' })).archived).toBe(false);
});

test("another workspace has modules of its own, and cannot move this one's flows", async () => {
  await save('ours', 'export const a = 1;', null);
  const { id } = await api.flow.create({
    workspace,
    name: 'Ours',
    graph: flowWith('Ours', "import 'library/ours'", { ours: 1 }),
  });
  for (const version of [1, 2]) {
    const after = version === 1 ? null : 1;
    await other.library.save({ workspace: 'other', name: 'ours', source: `// ${version}`, after });
  }
  expect(await other.library.uses({ workspace: 'other', name: 'ours' })).toEqual({ flows: [], modules: [] });
  const flows = [{ id, revision: 1 }];
  const moved = await other.library.moveFlows({ workspace: 'other', name: 'ours', version: 2, flows });
  expect(moved).toMatchObject([{ nodes: 0, refused: { code: 'NOT_FOUND' } }]);
  expect(await pinsOf(id)).toEqual([{ ours: 1 }]);
});
