import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contacts,
  exampleFlow,
  optionalField,
  people,
  requiredField,
  schemasOf,
  streamOf,
} from '#testing/flow-fixtures.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { type CompileOptions, compile } from './compile.ts';
import { FlowGraph, FlowNode, type MappingNode } from './flow-graph.ts';
import type { Problem } from './problem.ts';

const streams = { 'crm public.contacts': contacts, 'app public.people': people };

/** Compiles the example flow after a change to it and to its streams. */
function compiled(
  change: (graph: FlowGraph) => void = () => {},
  more: Record<string, StreamSchema | 'loading'> = {},
  options?: CompileOptions,
) {
  const graph = exampleFlow();
  change(graph);
  return compile(graph, schemasOf({ ...streams, ...more }), options);
}

function mappingOf(graph: FlowGraph): MappingNode {
  return graph.nodes.find((node) => node.kind === 'mapping') as MappingNode;
}

function node(input: unknown): FlowNode {
  return FlowNode.parse(input);
}

/** Code and place of a problem, e.g. `FIELD_MISSING map#2`. */
function brief(problem: Problem): string {
  const field = problem.fieldIndex === null ? '' : `#${problem.fieldIndex}`;
  return `${problem.code} ${problem.nodeId ?? ''}${field}${problem.edgeId ? `/${problem.edgeId}` : ''}`;
}

const errors = (problems: Problem[]) => problems.filter((p) => p.severity === 'error').map(brief);
const warnings = (problems: Problem[]) => problems.filter((p) => p.severity === 'warning').map(brief);

describe('a flow without problems', () => {
  test('becomes lanes with everything defaulted', () => {
    const { lanes, problems } = compiled();
    expect(problems).toEqual([]);
    const newest = { kind: 'newest', tie: 'left' };
    expect(lanes).toEqual([
      {
        id: 'crm-map-app',
        left: { nodeId: 'crm', connection: 'crm', stream: contacts },
        right: { nodeId: 'app', connection: 'app', stream: people },
        mappingNodeId: 'map',
        conflictNodeId: 'rule',
        edgeIds: ['e1', 'e2', 'e3'],
        direction: 'both',
        fields: [
          { left: 'id', right: 'contact_id', direction: 'both', rule: newest, key: true },
          {
            left: 'email',
            right: 'email_address',
            direction: 'both',
            rule: { kind: 'prefer', side: 'left' },
            key: false,
          },
          { left: 'name', right: 'full_name', direction: 'both', rule: newest, key: false },
          { left: 'created_at', right: 'created', direction: 'forward', rule: newest, key: false },
        ],
        rule: newest,
        deletes: { carry: 'both', againstUpdate: 'update' },
        first: { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: 'left' } },
      },
    ]);
  });

  test('needs no conflict node, and no key pair among its fields', () => {
    const { lanes, problems } = compiled((graph) => {
      graph.nodes.splice(2, 1);
      graph.edges.splice(1, 2, { id: 'e4', source: 'map', target: 'app' });
      mappingOf(graph).fields.splice(0, 1);
    });
    expect(problems).toEqual([]);
    expect(lanes[0]).toMatchObject({ conflictNodeId: null, edgeIds: ['e1', 'e4'], rule: { kind: 'newest' } });
    expect(lanes[0]?.fields[0]).toMatchObject({
      left: 'id',
      right: 'contact_id',
      key: true,
      direction: 'both',
    });
  });

  test('key pairs come first, in the order of the match', () => {
    const two = streamOf('public.people', [...people.fields, requiredField('tenant', { kind: 'text' })], {
      key: ['tenant', 'contact_id'],
    });
    const left = streamOf('public.contacts', [...contacts.fields, requiredField('org', { kind: 'text' })], {
      key: ['org', 'id'],
    });
    const { lanes, problems } = compiled(
      (graph) => {
        mappingOf(graph).match = [
          ['org', 'tenant'],
          ['id', 'contact_id'],
        ];
      },
      { 'app public.people': two, 'crm public.contacts': left },
    );
    expect(problems).toEqual([]);
    expect(lanes[0]?.fields.map((field) => field.left)).toEqual(['org', 'id', 'email', 'name', 'created_at']);
  });

  test('fan-out, fan-in and chains give one lane per path', () => {
    const { lanes, problems } = compiled(
      (graph) => {
        graph.nodes.push(
          node({ id: 'bi', kind: 'endpoint', connection: 'bi', stream: 'people' }),
          node({ id: 'erp', kind: 'endpoint', connection: 'erp', stream: 'contacts' }),
          node({ ...mappingOf(graph), id: 'next', match: [['contact_id', 'contact_id']], fields: [] }),
          node({ id: 'end', kind: 'endpoint', connection: 'end', stream: 'people' }),
          node({ id: 'note', kind: 'note', text: 'why' }),
        );
        graph.edges.push(
          { id: 'fan-out', source: 'rule', target: 'bi' },
          { id: 'fan-in', source: 'erp', target: 'map' },
          { id: 'on', source: 'app', target: 'next' },
          { id: 'last', source: 'next', target: 'end' },
          { id: 'said', source: 'note', target: 'app' },
        );
      },
      { 'bi people': people, 'erp contacts': contacts, 'end people': people },
    );
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual(['MAPPING_EMPTY next']);
    expect(lanes.map((lane) => lane.id).sort()).toEqual([
      'app-next-end',
      'crm-map-app',
      'crm-map-bi',
      'erp-map-app',
      'erp-map-bi',
    ]);
  });
});

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
    expect(errors(compiled(change).problems)).toEqual(expected);
  });

  test('a way back over another mapping is a warning, and the same fields drawn twice an error', () => {
    const { problems } = compiled((graph) => {
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
    expect(compiled(undefined, { 'app public.people': 'loading' })).toEqual({ lanes: [], problems: [] });
  });
});

describe('how records are matched', () => {
  const match =
    (...pairs: [string, string][]) =>
    (graph: FlowGraph) => {
      mappingOf(graph).match = pairs;
    };
  const first = (problems: Problem[]) => problems.map((p) => `${brief(p)}: ${p.message} ${p.remedy}`)[0];

  test('no match is an error that names the candidates', () => {
    const { problems } = compiled(match());
    expect(errors(problems)).toEqual(['MATCH_MISSING map']);
    expect(problems[0]?.remedy).toBe('Match by id on the left and contact_id on the right.');
    const bare = compiled(match(), { 'app public.people': { ...people, key: [] } });
    expect(bare.problems[0]?.remedy).toContain('a unique field (there is none yet) on the right');
  });

  test('fields that do not exist', () => {
    expect(errors(compiled(match(['idd', 'contact'])).problems)).toEqual([
      'FIELD_MISSING map',
      'FIELD_MISSING map',
    ]);
  });

  test('what nothing makes unique', () => {
    const { problems } = compiled(match(['email', 'email_address']));
    expect(errors(problems)).toEqual(['MATCH_NOT_UNIQUE map', 'MATCH_NOT_UNIQUE map']);
    expect(first(problems)).toContain('Match by id, or add a unique constraint over email.');
    const noKey = compiled(match(['id', 'contact_id']), { 'app public.people': { ...people, key: [] } });
    expect(noKey.problems[0]?.remedy).toContain('Give public.people a primary key');
    const composed = compiled(match(['email', 'email_address']), {
      'app public.people': { ...people, uniques: [['full_name', 'created']] },
    });
    expect(composed.problems[1]?.remedy).toContain('contact_id or (full_name, created)');
  });

  test('a unique set is enough; where it may be empty, that is said', () => {
    const { problems } = compiled(match(['email', 'email_address']), {
      'crm public.contacts': { ...contacts, uniques: [['email']] },
      'app public.people': { ...people, uniques: [['email_address']] },
    });
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual(['MATCH_NOT_UNIQUE map', 'MATCH_NOT_UNIQUE map']);
  });

  test('types that cannot be compared, or that fold values together', () => {
    const keyed = (type: StreamSchema['fields'][number]['type']) => ({
      'app public.people': streamOf('public.people', [
        requiredField('contact_id', type),
        ...people.fields.slice(1),
      ]),
    });
    expect(errors(compiled(undefined, keyed({ kind: 'json' })).problems)).toEqual([
      'CAST_REFUSED map',
      'CAST_REFUSED map',
    ]);
    expect(errors(compiled(undefined, keyed({ kind: 'float64' })).problems)).toEqual(['CAST_LOSSY map']);
    const narrower = compiled(undefined, keyed({ kind: 'int32' }));
    expect(errors(narrower.problems)).toEqual([]);
    expect(warnings(narrower.problems)).toEqual(['CAST_FAILED map#0']);
  });

  test('[E5] a log without complete old rows is a warning, and an error where it does not name the record', () => {
    const keyOnly = {
      'crm public.contacts': { ...contacts, beforeImage: 'key' as const, uniques: [['email']] },
    };
    expect(warnings(compiled(undefined, keyOnly).problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    const oneWay = compiled((graph) => {
      mappingOf(graph).direction = 'forward';
    }, keyOnly);
    expect(oneWay.problems).toEqual([]);
    const byEmail = compiled(match(['email', 'email_address']), {
      ...keyOnly,
      'app public.people': { ...people, uniques: [['email_address']] },
    });
    expect(errors(byEmail.problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    expect(byEmail.problems[0]?.remedy).toContain('or match by id');
    const none = compiled(undefined, { 'crm public.contacts': { ...contacts, beforeImage: 'none' } });
    expect(errors(none.problems)).toEqual(['BEFORE_IMAGE_PARTIAL map']);
    expect(none.problems[0]?.remedy).not.toContain('match by');
    const backward = compiled(
      (graph) => {
        mappingOf(graph).direction = 'backward';
        mappingOf(graph).fields.pop();
      },
      { 'crm public.contacts': { ...contacts, beforeImage: 'none' } },
    );
    expect(backward.problems).toEqual([]);
  });
});

describe('how fields are mapped', () => {
  const withPairs =
    (...pairs: MappingNode['fields']) =>
    (graph: FlowGraph) => {
      mappingOf(graph).fields = pairs;
    };
  const peopleWith = (...fields: StreamSchema['fields']) => ({
    'app public.people': streamOf('public.people', [...people.fields, ...fields]),
  });

  test('no pairs', () => {
    const nothing = compiled((graph) => {
      withPairs()(graph);
      mappingOf(graph).match = [];
    });
    expect(errors(nothing.problems)).toContain('MAPPING_EMPTY map');
    expect(warnings(compiled(withPairs()).problems)).toContain('MAPPING_EMPTY map');
  });

  test('fields that do not exist or were not chosen', () => {
    const { problems, lanes } = compiled(withPairs({ left: 'nope', right: '' }));
    expect(errors(problems)).toEqual(['FIELD_MISSING map#0', 'FIELD_MISSING map#0']);
    expect(problems.map((p) => p.message)).toContain('The pair has no right field.');
    expect(lanes[0]?.fields.map((field) => field.left)).toEqual(['id']);
  });

  test('casts that do not exist, drop something or can fail', () => {
    const more = peopleWith(
      optionalField('doc', { kind: 'json' }),
      optionalField('shape', { kind: 'native', name: 'point' }),
      optionalField('day', { kind: 'date' }),
    );
    const { problems } = compiled(
      withPairs(
        { left: 'email', right: 'shape' },
        { left: 'name', right: 'doc' },
        { left: 'created_at', right: 'day' },
      ),
      more,
    );
    expect(errors(problems)).toEqual(['CAST_REFUSED map#0']);
    expect(warnings(problems)).toEqual(['CAST_FAILED map#1', 'CAST_LOSSY map#2']);
  });

  test('fields that cannot be written', () => {
    const more = peopleWith(optionalField('made', { kind: 'text' }, { readOnly: true }));
    expect(errors(compiled(withPairs({ left: 'email', right: 'made' }), more).problems)).toEqual([
      'FIELD_READ_ONLY map#0',
    ]);
    expect(
      compiled(withPairs({ left: 'email', right: 'made', direction: 'backward' }), more).problems,
    ).toEqual([]);
    const always = streamOf('public.people', [
      requiredField('contact_id', { kind: 'int64' }, { readOnly: true }),
      ...people.fields.slice(1),
    ]);
    const { problems } = compiled(undefined, { 'app public.people': always });
    expect(errors(problems)).toEqual(['FIELD_READ_ONLY map#0']);
    expect(problems[0]?.remedy).toContain('GENERATED BY DEFAULT');
  });

  test('a field that two pairs write', () => {
    const { problems } = compiled(
      withPairs(
        { left: 'email', right: 'email_address' },
        { left: 'name', right: 'email_address', direction: 'forward' },
        { left: 'name', right: 'full_name' },
        { left: 'name', right: 'full_name' },
        { left: 'id', right: 'full_name', direction: 'backward' },
      ),
    );
    expect(errors(problems)).toEqual([
      'FIELD_MAPPED_TWICE map#3',
      'FIELD_MAPPED_TWICE map#4',
      'FIELD_MAPPED_TWICE map#1',
      'FIELD_MAPPED_TWICE map#3',
    ]);
    expect(problems.map((p) => p.message)).toEqual(
      expect.arrayContaining([
        'email_address of public.people is written from email and name.',
        'full_name of public.people is written from name twice.',
        'id of public.contacts is written from contact_id and full_name.',
      ]),
    );
  });

  test('a key that a pair writes too is told at that pair', () => {
    const { problems } = compiled((graph) => {
      mappingOf(graph).fields = [{ left: 'email', right: 'contact_id', direction: 'forward' }];
    });
    expect(errors(problems)).toEqual(['FIELD_MAPPED_TWICE map#0']);
  });

  test('fields that the target needs', () => {
    const more = peopleWith(
      requiredField('tenant', { kind: 'text' }),
      requiredField('made', { kind: 'text' }, { hasDefault: true }),
      requiredField('sum', { kind: 'text' }, { readOnly: true }),
    );
    const { problems } = compiled(undefined, more);
    expect(errors(problems)).toEqual(['FIELD_REQUIRED map']);
    expect(problems[0]?.message).toContain('public.people needs tenant');
    const backward = compiled((graph) => {
      mappingOf(graph).direction = 'backward';
      mappingOf(graph).fields.pop();
    }, more);
    expect(backward.problems).toEqual([]);
  });

  test('a value that may be empty on one side only', () => {
    const more = peopleWith(requiredField('mail', { kind: 'text' }));
    expect(warnings(compiled(withPairs({ left: 'email', right: 'mail' }), more).problems)).toEqual([
      'NOT_NULL_VIOLATION map#0',
    ]);
  });

  test('directions of pairs stay within that of the mapping', () => {
    const { problems, lanes } = compiled((graph) => {
      mappingOf(graph).direction = 'forward';
      mappingOf(graph).fields = [
        { left: 'id', right: 'contact_id', direction: 'both' },
        { left: 'email', right: 'email_address', direction: 'backward' },
        { left: 'name', right: 'full_name', direction: 'both' },
      ];
    });
    expect(errors(problems)).toEqual(['PAIR_DIRECTION map#1']);
    expect(lanes[0]?.fields.map((field) => field.direction)).toEqual(['forward', 'forward']);
    const key = compiled(withPairs({ left: 'id', right: 'contact_id', direction: 'backward' }));
    expect(errors(key.problems)).toEqual(['PAIR_DIRECTION map#0']);
    expect(key.lanes[0]?.fields[0]).toMatchObject({ key: true, direction: 'both' });
  });
});

describe('rules', () => {
  const conflict = (more: object) => (graph: FlowGraph) => {
    graph.nodes[2] = node({ id: 'rule', kind: 'conflict', ...more });
  };
  const timeless = { commitTimes: (connection: string) => connection !== 'app' };

  test('[E14] newest and oldest need commit times', () => {
    expect(errors(compiled(undefined, {}, timeless).problems)).toEqual(['RULE_UNSUPPORTED rule']);
    const held = conflict({ rule: { kind: 'hold' } });
    expect(compiled(held, {}, timeless).problems).toEqual([]);
    const oldest = conflict({ rule: { kind: 'hold' }, fields: { email: { kind: 'oldest' } } });
    expect(errors(compiled(oldest, {}, timeless).problems)).toEqual(['RULE_UNSUPPORTED rule']);
    const oneWayField = conflict({ rule: { kind: 'hold' }, fields: { created_at: { kind: 'oldest' } } });
    expect(compiled(oneWayField, {}, timeless).problems).toEqual([]);
    const bare = compiled(
      (graph) => {
        graph.nodes.splice(2, 1);
        graph.edges.splice(1, 2, { id: 'e4', source: 'map', target: 'app' });
      },
      {},
      timeless,
    );
    expect(errors(bare.problems)).toEqual(['RULE_UNSUPPORTED map']);
    expect(bare.problems[0]?.remedy).toContain('Add a conflict node');
  });

  test('[E14] a first meeting has no times to compare', () => {
    expect(errors(compiled(conflict({ first: { differ: { kind: 'newest' } } })).problems)).toEqual([
      'RULE_UNSUPPORTED rule',
    ]);
  });

  test('a rule for a field that is not mapped', () => {
    expect(warnings(compiled(conflict({ fields: { phone: { kind: 'hold' } } })).problems)).toEqual([
      'FIELD_MISSING rule',
    ]);
  });
});

test('whatever is drawn compiles, and every problem has its place and its remedy', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const side = fc.constantFrom('id', 'email', 'name', 'contact_id', 'email_address', '');
  const anyNode = fc.oneof(
    fc.record({
      kind: fc.constant('endpoint'),
      connection: fc.constantFrom('crm', 'app', ''),
      stream: fc.constantFrom('public.contacts', 'public.people'),
    }),
    fc.record({
      kind: fc.constant('mapping'),
      direction: fc.constantFrom('both', 'forward', 'backward'),
      match: fc.array(fc.tuple(side, side), { maxLength: 2 }),
      fields: fc.array(fc.record({ left: side, right: side }), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('conflict') }),
    fc.record({ kind: fc.constant('note') }),
  );
  const id = fc.constantFrom(...ids);
  const graphs = fc.record({
    formatVersion: fc.constant(1),
    name: fc.constant('any'),
    nodes: fc.array(
      fc.tuple(id, anyNode).map(([name, made]) => ({ ...made, id: name })),
      { maxLength: 8 },
    ),
    edges: fc.array(
      fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), source: id, target: id }),
      { maxLength: 9 },
    ),
  });
  fc.assert(
    fc.property(graphs, (input) => {
      const graph = FlowGraph.parse(input);
      const { lanes, problems } = compile(graph, schemasOf(streams));
      expect(lanes.length + problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem.message).toMatch(/[.:].*$/);
        expect(problem.remedy).toMatch(/\.$/);
        if (problem.nodeId !== null) expect(graph.nodes.some((n) => n.id === problem.nodeId)).toBe(true);
        if (problem.edgeId !== null) expect(graph.edges.some((e) => e.id === problem.edgeId)).toBe(true);
      }
      if (problems.some((problem) => problem.severity === 'error')) return;
      expect(new Set(lanes.map((lane) => lane.id)).size).toBe(lanes.length);
      for (const lane of lanes) expect(lane.fields.some((field) => field.key)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
