import { describe, expect, test } from 'vitest';
import { compiledExample, errors } from '#testing/compile-fixtures.ts';
import { contacts } from '#testing/flow-fixtures.ts';
import { CodeNode, FilterNode, type FlowGraph } from './flow-graph.ts';

type Put = Partial<CodeNode> & { edge?: 'e1' | 'e3' };

/** Puts code into the edge before the mapping, or behind it (`e3`); a later one comes nearer to the edge's end. */
const coded =
  (...nodes: Put[]) =>
  (graph: FlowGraph) => {
    for (const [at, { edge: edgeId = 'e1', ...node }] of nodes.entries()) {
      const id = node.id ?? `code${at}`;
      graph.nodes.push(CodeNode.parse({ kind: 'code', source: 'x', ...node, id }));
      const edge = graph.edges.findLast(({ id: name }) => name === edgeId || name.startsWith(`${edgeId}-`));
      if (!edge) throw new Error(`no edge ${edgeId}`);
      graph.edges.push({ id: `${edgeId}-${id}`, source: id, target: edge.target });
      edge.target = id;
    }
  };
const oneWay = (graph: FlowGraph) => {
  for (const node of graph.nodes) if (node.kind === 'mapping') node.direction = 'forward';
};
const mail = { name: 'email', type: { kind: 'text' as const }, nullable: true };
const lens: Put = { form: 'lens' };

describe('code in lanes', () => {
  test('without declared fields the mapping sees the fields of the stream, and a lens can be written', () => {
    const { lanes, problems, code } = compiledExample(coded(lens));
    expect(errors(problems)).toEqual([]);
    const [lane] = lanes;
    expect(lane?.left.view?.own).toEqual(contacts);
    expect(lane?.left.stream.fields.map(({ name }) => name)).toEqual(contacts.fields.map(({ name }) => name));
    expect(lane?.left.view?.passing).toEqual(['id']);
    expect(code).toMatchObject([{ nodeId: 'code0', side: 'left', key: ['id'] }]);
    expect(lane?.left.view?.steps).toMatchObject([{ kind: 'code', see: 'forward', back: 'backward' }]);
  });

  test('declared fields are what the mapping sees; fields that find the record pass by the code', () => {
    const { lanes, code, problems } = compiledExample(coded({ ...lens, fields: [mail] }));
    expect(lanes[0]?.left.stream.fields.map(({ name }) => name)).toEqual(['id', 'email']);
    expect(code[0]?.output).toEqual([mail]);
    expect(errors(problems)).toEqual(['FIELD_MISSING map#2', 'FIELD_MISSING map#3']);
  });

  test('behind the mapping a lens goes from what the mapping makes to the record, and back', () => {
    const made = { name: 'email_address', type: { kind: 'text' as const }, nullable: true };
    const { lanes, code } = compiledExample(coded({ ...lens, edge: 'e3', fields: [made] }));
    expect(code[0]).toMatchObject({ side: 'right', input: [made] });
    expect(code[0]?.output.map(({ name }) => name)).toContain('created');
    expect(lanes[0]?.right.view?.steps).toMatchObject([{ see: 'backward', back: 'forward' }]);
  });

  test('what has no way back is refused where the mapping writes to its side, but for filters', () => {
    expect(errors(compiledExample(coded({})).problems)).toContain('CODE_ONE_WAY code0');
    expect(errors(compiledExample(coded({ form: 'filter' })).problems)).toEqual([]);
    const forward = (put: Put) => (graph: FlowGraph) => {
      coded(put)(graph);
      oneWay(graph);
    };
    expect(errors(compiledExample(forward({})).problems)).toEqual([]);
    expect(errors(compiledExample(forward({ edge: 'e3' })).problems)).toEqual([]);
    expect(errors(compiledExample(coded({ edge: 'e3' })).problems)).toContain('CODE_ONE_WAY code0');
  });

  test('[E28] where the mapping matches by a field that a transform makes, it may make several records of one', () => {
    const line = { name: 'line', type: { kind: 'int32' as const }, nullable: false };
    const apart = (put: Put, more: (graph: FlowGraph) => void = oneWay) =>
      compiledExample((graph) => {
        coded({ fields: [mail, line], ...put })(graph);
        for (const node of graph.nodes)
          if (node.kind === 'mapping') node.match.push(['line', 'email_address']);
        more(graph);
      });
    const [lane] = apart({}).lanes;
    expect(lane?.left.view).toMatchObject({ passing: ['id'], several: ['line'] });
    expect(lane?.left.stream.key).toEqual(['id', 'line']);
    expect(errors(apart({}, () => undefined).problems)).toContain('CODE_ONE_WAY code0');
    // A lens makes one record of each.
    const lens = apart({ form: 'lens' });
    expect(lens.lanes[0]?.left.view?.several).toBeUndefined();
    expect(errors(lens.problems)).toContain('MATCH_NOT_UNIQUE map');
  });

  test('several follow one another, each given what the one before makes; a filter between them is about that', () => {
    const between = (graph: FlowGraph) => {
      coded({ ...lens, fields: [mail] }, { ...lens, fields: [{ ...mail, name: 'mail' }] })(graph);
      graph.nodes.push(FilterNode.parse({ id: 'only', kind: 'filter', condition: 'email != ""' }));
      const edge = graph.edges.find(({ target }) => target === 'code1');
      if (!edge) throw new Error('no edge between the two');
      edge.target = 'only';
      graph.edges.push({ id: 'on', source: 'only', target: 'code1' });
    };
    const { lanes, code } = compiledExample(between);
    expect(code[1]?.input.map(({ name }) => name)).toEqual(['id', 'email']);
    expect(lanes[0]?.left.stream.fields.map(({ name }) => name)).toEqual(['id', 'mail']);
    expect(lanes[0]?.left.view?.steps.map(({ kind }) => kind)).toEqual(['code', 'filter', 'code']);
    expect(lanes[0]?.filters).toBeUndefined();
  });

  test('no code, fields declared twice, and a key of another type are told at the node', () => {
    const told = (put: Put) => errors(compiledExample(coded({ ...lens, ...put })).problems);
    expect(told({ source: ' ' })).toContain('CODE_INVALID code0');
    expect(told({ fields: [mail, mail] })).toContain('CODE_INVALID code0');
    expect(told({ fields: [{ ...mail, name: 'id' }] })).toContain('CODE_INVALID code0');
  });

  test('a merge stands beside the paths', () => {
    const beside = (graph: FlowGraph) => {
      graph.nodes.push(CodeNode.parse({ id: 'm', kind: 'code', form: 'merge', source: 'x' }));
    };
    expect(errors(compiledExample(beside).problems)).toEqual([]);
    expect(errors(compiledExample(coded({ form: 'merge' })).problems)).toContain('EDGE_BROKEN /e1');
  });
});

describe('code that decides conflicts', () => {
  const ruled = (node: string) => (graph: FlowGraph) => {
    graph.nodes.push(CodeNode.parse({ id: 'm', kind: 'code', form: 'merge', source: 'x' }));
    for (const each of graph.nodes)
      if (each.kind === 'conflict') each.fields = { email: { kind: 'code', node } };
  };

  test('a rule names it, and it is asked about the fields of that rule', () => {
    const { lanes, code, problems } = compiledExample(ruled('m'));
    expect(errors(problems)).toEqual([]);
    expect(Object.keys(lanes[0]?.merges ?? {})).toEqual(['m']);
    expect(code).toMatchObject([{ nodeId: 'm', side: null, input: [{ name: 'email' }] }]);
  });

  test('a rule that names no merge is told at the conflict node', () => {
    expect(errors(compiledExample(ruled('gone')).problems)).toContain('RULE_UNSUPPORTED rule');
  });
});
