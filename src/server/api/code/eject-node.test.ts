import { afterAll, beforeAll, expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { accounts, customers, recordsOf, twentyFields } from '#testing/twenty-fields.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let api: Api;
const workspace = 'main';
const RECORDS = 5000;

const spelled: Record<string, string> = {
  int16: 'smallint',
  int32: 'int',
  int64: 'bigint',
  float64: 'double precision',
  json: 'jsonb',
  enum: 'customer_status',
  array: 'text[]',
};

function typeOf({ type }: StreamSchema['fields'][number]): string {
  if (type.kind === 'decimal') return `numeric(${type.precision},${type.scale})`;
  if (type.kind === 'text') return type.max === undefined ? 'text' : `varchar(${type.max})`;
  if (type.kind === 'timestamptz' || type.kind === 'timestamp') return `${type.kind}(${type.precision})`;
  return spelled[type.kind] ?? type.kind;
}

/** Makes the stream's table and fills it with made-up records. */
async function fill(database: TestDatabase, stream: StreamSchema): Promise<void> {
  const [key] = stream.key;
  const columns = stream.fields.map((field) => {
    const rest = field.name === key ? ' PRIMARY KEY' : field.nullable ? '' : ' NOT NULL';
    return `"${field.name}" ${typeOf(field)}${rest}`;
  });
  await database.query(`CREATE TABLE ${stream.name} (${columns.join(', ')})`);
  await database.query(`ALTER TABLE ${stream.name} REPLICA IDENTITY FULL`);
  const rows = recordsOf(stream, RECORDS).map((row, at) => ({ ...row, [key as string]: String(at + 1) }));
  const picked = stream.fields.map((field) => `(r->>'${field.name}')::${typeOf(field)}`);
  await database.query(
    `INSERT INTO ${stream.name} SELECT ${picked.join(', ')} FROM jsonb_array_elements($1::jsonb) r`,
    [JSON.stringify(rows)],
  );
}

beforeAll(async () => {
  fixture = await apiFixture('api_eject');
  left = await testDatabase('api_eject_left');
  right = await testDatabase('api_eject_right');
  await left.query("CREATE TYPE customer_status AS ENUM ('trial', 'paying', 'gone')");
  await Promise.all([fill(left, customers), fill(right, accounts)]);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  await api.connection.create({ workspace, name: 'crm', connector: 'postgres', config: { url: left.url } });
  await api.connection.create({ workspace, name: 'app', connector: 'postgres', config: { url: right.url } });
}, 120_000);
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

test('a mapping of twenty fields is ejected: the same output on 5,000 records each way, in the real sandbox', {
  timeout: 300_000,
}, async () => {
  const { graph, codeId, count, compared } = await api.code.eject({
    workspace,
    graph: twentyFields,
    nodeId: 'map',
  });
  expect(count).toBe(20);
  for (const { differences, different, checked } of compared) {
    expect(differences).toEqual([]);
    expect({ different, checked }).toEqual({ different: 0, checked: RECORDS });
  }
  expect(compared).toMatchObject([
    { side: 'left', stream: 'public.customers', looked: 'all' },
    { side: 'right', stream: 'public.accounts', looked: 'all' },
  ]);
  const checked = await api.code.check({ workspace, graph, nodeId: codeId });
  expect(checked.problems).toEqual([]);

  const edited = FlowGraph.parse(structuredClone(graph));
  const code = edited.nodes.find(({ id }) => id === codeId);
  if (code?.kind === 'code') code.source += '\n// Mine\n';
  const again = { workspace, nodeId: codeId, limit: 50 };
  expect(await api.code.compareEjected({ ...again, graph })).toMatchObject([
    { side: 'left', different: 0 },
    { side: 'right', different: 0 },
  ]);
  expect((await outcome(() => api.code.compareEjected({ ...again, graph: edited }))).code).toBe(
    'EJECT_REFUSED',
  );
});

test('a filter is ejected: it lets the same records through', { timeout: 120_000 }, async () => {
  const graph = FlowGraph.parse({
    ...twentyFields,
    nodes: [
      ...twentyFields.nodes,
      { id: 'only', kind: 'filter', condition: 'visits > 0 || balance < decimal("10.5") && active' },
    ],
    edges: [
      { id: 'e0', source: 'crm', target: 'only' },
      { id: 'e1', source: 'only', target: 'map' },
      ...twentyFields.edges.slice(1),
    ],
  });
  const { compared } = await api.code.eject({ workspace, graph, nodeId: 'only', limit: 300 });
  expect(compared).toMatchObject([{ side: 'left', different: 0, differences: [] }]);
  expect(compared[0]?.checked).toBeGreaterThan(200);
  expect((await outcome(() => api.code.eject({ workspace, graph, nodeId: 'rule' }))).code).toBe('NOT_FOUND');
});
