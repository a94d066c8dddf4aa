import { describe, expect, test } from 'vitest';
import { compiledExample, errors, mappingOf, node, warnings } from '#testing/compile-fixtures.ts';
import type { FlowGraph } from './flow-graph.ts';

describe('how nodes are connected', () => {
  const cases: [string, (graph: FlowGraph) => void, string[]][] = [
    ['nothing at all', (g) => g.nodes.splice(0) && g.edges.splice(0), ['FLOW_INVALID ']],
    ['two nodes of one id', (g) => g.nodes.push(node({ id: 'map', kind: 'conflict' })), ['EDGE_BROKEN map']],
    [
      'two edges of one id',
      (g) => g.edges.push({ id: 'e1', source: 'crm', target: 'rule' }),
      ['EDGE_BROKEN /e1'],
    ],
    [
      'an edge to nowhere',
      (g) => g.edges.push({ id: 'e9', source: 'crm', target: 'gone' }),
      ['EDGE_BROKEN /e9'],
    ],
    [
      'the same edge twice',
      (g) => g.edges.push({ id: 'e9', source: 'crm', target: 'map' }),
      ['EDGE_BROKEN /e9'],
    ],
    [
      'endpoints with no mapping between',
      (g) => g.edges.push({ id: 'e9', source: 'crm', target: 'app' }),
      ['LANE_MAPPING_COUNT app/e9'],
    ],
    [
      'two mappings in a row',
      (g) => {
        g.nodes.push(node({ ...mappingOf(g), id: 'map2' }));
        g.edges[1] = { id: 'e2', source: 'map', target: 'map2' };
        g.edges.push({ id: 'e4', source: 'map2', target: 'rule' });
      },
      ['LANE_MAPPING_COUNT map2/e2'],
    ],
    [
      'two conflict nodes in a row',
      (g) => {
        g.nodes.push(node({ id: 'rule2', kind: 'conflict' }));
        g.edges[2] = { id: 'e3', source: 'rule', target: 'rule2' };
        g.edges.push({ id: 'e4', source: 'rule2', target: 'app' });
      },
      ['LANE_MAPPING_COUNT rule2/e3'],
    ],
    [
      'a circle that no endpoint interrupts',
      (g) => g.edges.push({ id: 'e9', source: 'rule', target: 'map' }),
      ['LANE_CYCLE map', 'LANE_CYCLE rule'],
    ],
    [
      'loose nodes',
      (g) => {
        g.nodes.push(
          node({ id: 'm', kind: 'mapping' }),
          node({ id: 'c', kind: 'conflict' }),
          node({ id: 'd', kind: 'conflict' }),
          node({ id: 'e', kind: 'endpoint', connection: 'crm', stream: 'public.contacts' }),
        );
        g.edges.push({ id: 'e8', source: 'crm', target: 'c' }, { id: 'e9', source: 'd', target: 'app' });
      },
      ['NODE_UNCONNECTED m', 'NODE_UNCONNECTED c', 'NODE_UNCONNECTED d', 'NODE_UNCONNECTED e'],
    ],
    [
      'one stream on both ends',
      (g) => {
        g.nodes[3] = node({ ...g.nodes[0], id: 'app' });
      },
      ['LANE_CYCLE map'],
    ],
    [
      'an endpoint connected to itself',
      (g) => {
        g.edges[2] = { id: 'e3', source: 'rule', target: 'crm' };
      },
      ['NODE_UNCONNECTED app', 'LANE_CYCLE map'],
    ],
    [
      'incomplete endpoints',
      (g) => {
        g.nodes[0] = node({ id: 'crm', kind: 'endpoint' });
        g.nodes[3] = node({ id: 'app', kind: 'endpoint', connection: 'app' });
      },
      ['ENDPOINT_INCOMPLETE crm', 'ENDPOINT_INCOMPLETE app'],
    ],
    [
      'endpoints that do not exist',
      (g) => {
        g.nodes[0] = node({ id: 'crm', kind: 'endpoint', connection: 'old', stream: 'x' });
        g.nodes[3] = node({ id: 'app', kind: 'endpoint', connection: 'app', stream: 'x' });
      },
      ['NOT_FOUND crm', 'STREAM_MISSING app'],
    ],
    [
      'the same fields over two paths',
      (g) => {
        g.nodes.push(node({ id: 'rule2', kind: 'conflict' }));
        g.edges.push(
          { id: 'e8', source: 'map', target: 'rule2' },
          { id: 'e9', source: 'rule2', target: 'app' },
        );
      },
      ['LANE_TWICE rule2/e9'],
    ],
    [
      'only the key over two paths',
      (g) => {
        mappingOf(g).fields.splice(1);
        g.nodes.push(node({ id: 'rule2', kind: 'conflict' }));
        g.edges.push(
          { id: 'e8', source: 'map', target: 'rule2' },
          { id: 'e9', source: 'rule2', target: 'app' },
        );
      },
      ['LANE_TWICE rule2/e9'],
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(errors(compiledExample(change).problems)).toEqual(expected);
  });

  test('a way back over another mapping is a warning, and the same fields drawn twice an error', () => {
    const { problems } = compiledExample((graph) => {
      graph.nodes.push(
        node({
          id: 'back',
          kind: 'mapping',
          match: [['contact_id', 'id']],
          fields: [
            { left: 'email_address', right: 'email' },
            { left: 'full_name', right: 'name' },
            { left: 'created', right: 'created_at' },
          ],
        }),
      );
      graph.edges.push(
        { id: 'e8', source: 'app', target: 'back' },
        { id: 'e9', source: 'back', target: 'crm' },
      );
    });
    expect(errors(problems)).toEqual(['LANE_TWICE back/e9']);
    expect(problems[0]?.message).toBe(
      'Another path between the same streams writes email, name of public.contacts and ' +
        'email_address, full_name, created of public.people too.',
    );
    expect(warnings(problems)).toContain('LANE_CYCLE crm');
    expect(warnings(problems)).toContain('LANE_CYCLE app');
  });

  test('a schema that is still loading gives neither a lane nor a problem', () => {
    expect(compiledExample(undefined, { 'app public.people': 'loading' })).toEqual({
      lanes: [],
      problems: [],
      code: [],
    });
  });
});
