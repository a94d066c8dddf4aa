import { describe, expect, test } from 'vitest';
import { compiledExample, errors, node, warnings } from '#testing/compile-fixtures.ts';
import type { FlowGraph } from './flow-graph.ts';

describe('rules', () => {
  const conflict = (more: object) => (graph: FlowGraph) => {
    graph.nodes[2] = node({ id: 'rule', kind: 'conflict', ...more });
  };
  const timeless = { commitTimes: (connection: string) => connection !== 'app' };

  test('[E14] newest and oldest need commit times', () => {
    expect(errors(compiledExample(undefined, {}, timeless).problems)).toEqual(['RULE_UNSUPPORTED rule']);
    const held = conflict({ rule: { kind: 'hold' } });
    expect(compiledExample(held, {}, timeless).problems).toEqual([]);
    const oldest = conflict({ rule: { kind: 'hold' }, fields: { email: { kind: 'oldest' } } });
    expect(errors(compiledExample(oldest, {}, timeless).problems)).toEqual(['RULE_UNSUPPORTED rule']);
    const oneWayField = conflict({ rule: { kind: 'hold' }, fields: { created_at: { kind: 'oldest' } } });
    expect(compiledExample(oneWayField, {}, timeless).problems).toEqual([]);
    const bare = compiledExample(
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
    expect(errors(compiledExample(conflict({ first: { differ: { kind: 'newest' } } })).problems)).toEqual([
      'RULE_UNSUPPORTED rule',
    ]);
  });

  test('a rule for a field that is not mapped', () => {
    expect(warnings(compiledExample(conflict({ fields: { phone: { kind: 'hold' } } })).problems)).toEqual([
      'FIELD_MISSING rule',
    ]);
  });

  test('only numbers, texts and lists can be merged; the remedy says what to do', () => {
    const merge = { kind: 'merge' };
    expect(compiledExample(conflict({ fields: { email: merge } })).problems).toEqual([]);
    // created_at goes one way only, so it needs no rule.
    expect(compiledExample(conflict({ rule: merge })).problems).toEqual([]);
    const bothWays = (more: object) => (graph: FlowGraph) => {
      conflict(more)(graph);
      const mapping = graph.nodes[1];
      if (mapping?.kind === 'mapping') for (const pair of mapping.fields) delete pair.direction;
    };
    const refused = compiledExample(bothWays({ rule: merge })).problems.filter(
      ({ code }) => code === 'RULE_UNSUPPORTED',
    );
    expect(refused).toMatchObject([
      { severity: 'error', remedy: expect.stringContaining('rule of its own') },
    ]);
    expect(refused[0]?.message).toContain('created_at (timestamptz)');
    const own = compiledExample(bothWays({ fields: { created_at: merge } })).problems;
    expect(own.find(({ code }) => code === 'RULE_UNSUPPORTED')?.remedy).toContain('Choose another rule');
    expect(errors(compiledExample(bothWays({ first: { differ: merge } })).problems)).toContain(
      'RULE_UNSUPPORTED rule',
    );
  });
});
