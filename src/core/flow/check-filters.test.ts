import { describe, expect, test } from 'vitest';
import { compiledExample, errors } from '#testing/compile-fixtures.ts';
import { contacts } from '#testing/flow-fixtures.ts';
import { FilterNode, type FlowGraph } from './flow-graph.ts';

/** Puts filters into the edges before and behind the mapping. */
const filtered =
  (left: Partial<FilterNode> | null, right: Partial<FilterNode> | null = null) =>
  (graph: FlowGraph) => {
    const put = (id: string, edgeId: string, more: Partial<FilterNode>) => {
      graph.nodes.push(FilterNode.parse({ id, kind: 'filter', ...more }));
      const edge = graph.edges.find((each) => each.id === edgeId);
      if (!edge) throw new Error(`no edge ${edgeId}`);
      graph.edges.push({ id: `${id}-out`, source: id, target: edge.target });
      edge.target = id;
    };
    if (left) put('before', 'e1', left);
    if (right) put('behind', 'e3', right);
  };

describe('filters', () => {
  test('stand before and behind the mapping, each about the stream of its side', () => {
    const { lanes, problems } = compiledExample(
      filtered({ condition: 'email != ""' }, { condition: 'email_address.contains("@")', leave: 'delete' }),
    );
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.filters).toEqual({
      left: [{ nodeId: 'before', condition: 'email != ""', leave: 'keep' }],
      right: [{ nodeId: 'behind', condition: 'email_address.contains("@")', leave: 'delete' }],
    });
  });

  test('an empty condition, and one that does not fit the stream, are told with the place', () => {
    const told = (condition: string) => {
      const [problem] = compiledExample(filtered({ condition })).problems;
      expect(problem).toMatchObject({ code: 'FILTER_INVALID', severity: 'error', nodeId: 'before' });
      return problem;
    };
    expect(told('')?.message).toContain('no condition');
    expect(told('emial == "x"')?.remedy).toContain('email');
    expect(told('email + "x"')?.message).toContain('yes or no');
    expect(told('email_address == "x"')?.message).toContain('email_address');
  });

  test('[E30] needs complete old rows; behind a one-way mapping it is about what comes out of that', () => {
    const partial = { ...contacts, beforeImage: 'key' as const };
    const { problems } = compiledExample(filtered({ condition: 'email != ""' }), {
      'crm public.contacts': partial,
    });
    expect(errors(problems)).toContain('BEFORE_IMAGE_PARTIAL before');
    const oneWay = compiledExample((graph) => {
      filtered(null, { condition: 'email_address != ""' })(graph);
      for (const node of graph.nodes) if (node.kind === 'mapping') node.direction = 'forward';
    });
    expect(oneWay.problems).toEqual([]);
    expect(oneWay.lanes[0]?.filters).toBeUndefined();
    expect(oneWay.lanes[0]?.left.view?.steps.map(({ kind }) => kind)).toEqual(['mapping', 'filter']);
  });
});
