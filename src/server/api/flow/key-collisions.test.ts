import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let api: Api;
const workspace = 'main';
const folding = [
  { table: 'by_type', type: 'citext', rule: 'citext' },
  { table: 'by_collation', type: 'text COLLATE folding', rule: 'the collation folding' },
];

beforeAll(async () => {
  fixture = await apiFixture('api_collisions');
  left = await testDatabase('api_collisions_left');
  right = await testDatabase('api_collisions_right');
  await right.query(`CREATE EXTENSION citext;
    CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`);
  for (const { table, type } of folding) {
    await left.query(`CREATE TABLE ${table} (code text, part int, PRIMARY KEY (code, part));
      INSERT INTO ${table} VALUES ('ab', 1), ('AB', 1), ('Ab', 2), ('c', 1), ('C', 2), ('d', 1), ('D', 1)`);
    await right.query(`CREATE TABLE ${table} (code ${type}, part bigint, PRIMARY KEY (code, part))`);
  }
  await left.query(`CREATE TABLE blanks (code text PRIMARY KEY); INSERT INTO blanks VALUES ('a'), ('a '), ('b ');
    CREATE TABLE moments (at timestamptz(6) PRIMARY KEY); CREATE TABLE sizes (n float8 PRIMARY KEY)`);
  await right.query(`CREATE TABLE blanks (code char(8) PRIMARY KEY);
    CREATE TABLE moments (at timestamptz(3) PRIMARY KEY); CREATE TABLE sizes (n float4 PRIMARY KEY)`);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const add = (name: string, url: string) =>
    api.connection.create({ workspace, name, connector: 'postgres', config: { url } });
  await add('crm', left.url);
  await add('app', right.url);
});
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

const collisions = (problems: { code: string; severity: string; message: string }[]) =>
  problems
    .filter(({ code }) => code === 'KEY_COLLISION')
    .map(({ severity, message }) => `${severity}: ${message}`);

test.each(folding)(
  'keys that $rule takes for one are an error before the flow runs',
  async ({ table, rule }) => {
    const graph = twoTables(table, {
      left: ['crm', `public.${table}`],
      right: ['app', `public.${table}`],
      fields: [
        ['code', 'code'],
        ['part', 'part'],
      ],
      match: [
        ['code', 'code'],
        ['part', 'part'],
      ],
    });
    const { problems } = await api.flow.validate({ workspace, graph });
    const [found, ...more] = collisions(problems);
    expect(more).toEqual([]);
    expect(found).toContain(
      `error: 4 records of public.${table} come to 2 of public.${table}, whose key compares by ${rule}: `,
    );
    expect(found).toMatch(/("ab", "1" and "AB", "1"|"AB", "1" and "ab", "1")/);
    expect(found).not.toContain('"c"');
    expect(problems.find(({ code }) => code === 'KEY_COLLISION')?.remedy).toContain('Rename or merge');
    const { id } = await api.flow.create({ workspace, name: table, graph });
    expect((await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }))).code).toBe('FLOW_INVALID');
    await left.query(`DELETE FROM ${table} WHERE code IN ('AB', 'D')`);
    expect(collisions((await api.flow.validate({ workspace, graph })).problems)).toEqual([]);
    expect(await api.flow.deploy({ workspace, id, revision: 1 })).toMatchObject({ version: 1 });
  },
);

test('blanks at the end of a text key mean nothing to a character(n)', async () => {
  const graph = twoTables('Blanks', {
    left: ['crm', 'public.blanks'],
    right: ['app', 'public.blanks'],
    fields: [['code', 'code']],
  });
  const { problems } = await api.flow.validate({ workspace, graph });
  expect(collisions(problems)).toEqual([
    'error: 2 records of public.blanks come to 1 of public.blanks, whose key compares by character(n): "a" and "a ".',
  ]);
});

test('keys that the other side would round are refused, whatever they hold', async () => {
  for (const [table, field] of [
    ['moments', 'at'],
    ['sizes', 'n'],
  ] as const) {
    const graph = twoTables(table, {
      left: ['crm', `public.${table}`],
      right: ['app', `public.${table}`],
      fields: [[field, field]],
    });
    const { problems } = await api.flow.validate({ workspace, graph });
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'CAST_LOSSY',
    ]);
  }
});
