import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compiledExample,
  errors,
  exampleStreams,
  mappingOf,
  node,
  warnings,
} from '#testing/compile-fixtures.ts';
import { contacts, people, requiredField, schemasOf, streamOf } from '#testing/flow-fixtures.ts';
import { defaultBreaker } from './breaker.ts';
import { compile } from './compile.ts';
import { FlowGraph } from './flow-graph.ts';

describe('a flow without problems', () => {
  test('becomes lanes with everything defaulted', () => {
    const { lanes, problems } = compiledExample();
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
        breaker: defaultBreaker,
      },
    ]);
  });

  test('needs no conflict node, and no key pair among its fields', () => {
    const { lanes, problems } = compiledExample((graph) => {
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
    const { lanes, problems } = compiledExample(
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
    const { lanes, problems } = compiledExample(
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
      const { lanes, problems } = compile(graph, schemasOf(exampleStreams));
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
