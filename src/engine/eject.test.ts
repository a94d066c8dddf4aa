import { afterAll, expect, test } from 'vitest';
import { ejectFilter } from '#core/code/eject/eject-filter.ts';
import { ejectMapping } from '#core/code/eject/eject-mapping.ts';
import { compile } from '#core/flow/compile.ts';
import { type CodeNode, FlowGraph, type MappingNode } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { schemasOf } from '#testing/flow-fixtures.ts';

const mapping = {
  match: [['id', 'id']],
  fields: [
    { left: 'id', right: 'id' },
    {
      left: 'last',
      also: { left: ['first'] },
      right: 'name',
      transform: { forward: [{ kind: 'template', text: '{last}, {first}' }] },
    },
    { left: 'cents', right: 'price', transform: { forward: [{ kind: 'scale', divisor: '100' }] } },
    { left: 'seen', right: 'seen', lossy: { reason: 'Nobody looks at it so closely.' } },
    { left: 'note', right: 'remark' },
  ],
};
const filter = { condition: 'plan != "free"', leave: 'delete' };
const ends = { left: 'public.l', right: 'public.r' };

/** The same lane with the work of its filter and its pairs in code. */
function ejected(lane: Lane): { mapping: object; code: { left: object[] } } {
  const end = (id: 'left' | 'right') => ({ id, kind: 'endpoint', connection: id, stream: ends[id] });
  const graph = FlowGraph.parse({
    formatVersion: 1,
    name: 'Ejected',
    nodes: [
      end('left'),
      { id: 'only', kind: 'filter', ...filter },
      { id: 'map', kind: 'mapping', ...mapping },
      end('right'),
    ],
    edges: [
      { id: 'e1', source: 'left', target: 'only' },
      { id: 'e2', source: 'only', target: 'map' },
      { id: 'e3', source: 'map', target: 'right' },
    ],
  });
  const schemas = schemasOf({ 'left public.l': lane.left.stream, 'right public.r': lane.right.stream });
  const filtered = ejectFilter(graph, compile(graph, schemas).lanes, 'only');
  const { lanes } = compile(filtered, schemas);
  const made = ejectMapping(filtered, lanes, 'map', { codeId: 'code', edgeId: 'e4' }).graph;
  const node = <N>(id: string) => made.nodes.find((each) => each.id === id) as N;
  const sketch = ({ form, source, fields, leave, lawless }: CodeNode) => ({
    ...{ form, source, leave },
    ...(fields ? { fields } : {}),
    ...(lawless ? { lawless } : {}),
  });
  const { match, fields } = node<MappingNode>('map');
  return {
    mapping: { match, fields },
    code: { left: [sketch(node<CodeNode>('only')), sketch(node<CodeNode>('code'))] },
  };
}

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterAll(() => flow?.close());

test('[E24] [E25] a lane whose filter and mapping were ejected goes on where it was, both ways, and so it does when they come back', {
  timeout: 120_000,
}, async () => {
  const full = (sql: string) => `${sql}; ALTER TABLE ${sql.split(' ')[2]} REPLICA IDENTITY FULL;`;
  const before = { ...ends, mapping, filters: { left: filter } };
  const running = await flowOnDatabases('eject', {
    leftSql: `${full('CREATE TABLE l (id int PRIMARY KEY, first text, last text, cents int, seen timestamptz(6), note text, plan text NOT NULL DEFAULT $$paid$$)')}
      INSERT INTO l (id, first, last, cents, seen, note) SELECT n, 'F' || n, 'L' || n, n * 101, '2026-11-26 09:30:00.123456+00', NULL FROM generate_series(1, 40) n;
      INSERT INTO l VALUES (41, 'X', 'Y', 1, NULL, 'free one', 'free');`,
    rightSql: full(
      'CREATE TABLE r (id int PRIMARY KEY, name text, price numeric(10,2), seen timestamptz(3), remark text)',
    ),
    lanes: [before],
  });
  flow = running;
  const expected = `SELECT id, last || ', ' || first AS name, (cents / 100.0)::numeric(10,2) AS price, note FROM l WHERE plan <> 'free' ORDER BY id`;
  const agree = (what: string) =>
    eventually(
      what,
      async () => {
        const left = (await running.left.query(expected)).map((row) => Object.values(row).join('|'));
        const right = (await running.right.query('SELECT id, name, price, remark FROM r ORDER BY id')).map(
          (row) => Object.values(row).join('|'),
        );
        return left.length > 0 && JSON.stringify(left) === JSON.stringify(right);
      },
      60,
    );
  const versions = async () => ({
    left: await running.left.query('SELECT id, xmin::text, seen::text FROM l ORDER BY id'),
    right: await running.right.query('SELECT id, xmin::text, seen::text FROM r ORDER BY id'),
  });
  /** Another version is deployed and started: nothing is written again, and the lane is the one that it was. */
  const deployed = async (sketch: typeof before | (typeof ends & ReturnType<typeof ejected>)) => {
    const [rows, lines, lane] = [await versions(), (await running.ledger()).length, running.laneId()];
    await running.stop();
    await running.redeploy([sketch]);
    await running.start();
    expect(running.laneId()).toBe(lane);
    expect(await versions()).toEqual(rows);
    expect(await running.ledger()).toHaveLength(lines);
  };
  const write = async (round: number) => {
    await running.left.query(`
      UPDATE l SET cents = cents + ${round}, note = 'left ${round}' WHERE id % 5 = 0;
      UPDATE l SET plan = 'free' WHERE id = ${round}; DELETE FROM l WHERE id = ${20 + round};
      INSERT INTO l (id, first, last, cents) VALUES (${100 + round}, 'New', 'One', 5)`);
    await running.right.query(`
      UPDATE r SET name = 'Right, ${round}', price = price + 0.01 WHERE id % 5 = 2;
      INSERT INTO r VALUES (${200 + round}, 'Of, Right', 1.25, NULL, 'r')`);
  };

  await running.start();
  await agree('the copy');
  await write(1);
  await agree('the mapping carries both ways');
  const coded = { ...ends, ...ejected(running.lanes[0] as Lane) };
  await deployed(coded);
  await write(3);
  await agree('code carries both ways');
  await running.stop();
  await write(6);
  await running.start();
  await agree('code carries what was written while nothing ran');
  await deployed(before);
  await write(8);
  await agree('the mapping carries both ways again');
  const troubled = (await running.ledger()).filter(
    ({ status }) => status === 'failed' || status === 'parked',
  );
  expect(troubled).toEqual([]);
  expect((await versions()).left.find(({ id }) => id === 4)).toMatchObject({
    seen: '2026-11-26 09:30:00.123456+00',
  });
});
