import { expect, test } from 'vitest';
import { runEjected } from '#testing/run-ejected.ts';
import { accounts, customers, recordsOf, twentyFields, twentySchemas } from '#testing/twenty-fields.ts';
import { compile } from '../../flow/compile.ts';
import type { CodeNode, ConflictNode, FlowGraph, MappingNode } from '../../flow/flow-graph.ts';
import type { Lane } from '../../flow/lane.ts';
import { compareEjected } from './compare-ejected.ts';
import { ejectMapping } from './eject-mapping.ts';

function nodeOf<N>(graph: FlowGraph, id: string): N {
  return graph.nodes.find((node) => node.id === id) as N;
}

function ejected(fields?: string[], graph = twentyFields) {
  const { lanes, problems } = compile(graph, twentySchemas);
  const flow = ejectMapping(graph, lanes, 'map', {
    codeId: 'code',
    edgeId: 'e4',
    ...(fields ? { fields } : {}),
  });
  const after = compile(flow.graph, twentySchemas);
  return { flow, before: lanes[0] as Lane, problems, after, code: nodeOf<CodeNode>(flow.graph, 'code') };
}

test('a mapping of twenty fields becomes a lens that somebody would like to read', async () => {
  const { flow, code, problems, after } = ejected();
  await expect(code.source).toMatchFileSnapshot('./__snapshots__/twenty-fields.ts.txt');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(after.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(flow.count).toBe(20);
  expect(flow.kept).toEqual([
    { title: 'id → account_id', why: 'it finds the record, and what does stays as it is' },
    {
      title: 'nick → nick',
      why: 'it goes right to left only, so nothing on the left says what it is on the right',
    },
  ]);
  expect(code).toMatchObject({ kind: 'code', form: 'lens' });
});

test('5,000 records come to the same, both ways', { timeout: 60_000 }, async () => {
  const { before, after, code } = ejected();
  const shape = after.code.find(({ nodeId }) => nodeId === 'code');
  const functions = runEjected(code.source, shape?.input ?? [], shape?.output ?? []);
  const lanes = { before, after: after.lanes[0] as Lane, code, near: 'left' as const };
  for (const side of ['left', 'right'] as const) {
    const rows = recordsOf(side === 'left' ? customers : accounts, 5000);
    const { refused, ...comparison } = await compareEjected(lanes, functions, side, rows);
    expect(comparison).toEqual({ side, checked: 5000, different: 0, differences: [] });
    expect(refused).toBeLessThan(2000);
  }
});

test('a code that does something else is found out, with what it does', async () => {
  const { before, after, code } = ejected();
  const shape = after.code.find(({ nodeId }) => nodeId === 'code');
  const source = code.source.replace('score: record.score,', 'score: record.score ?? 0,');
  const functions = runEjected(source, shape?.input ?? [], shape?.output ?? []);
  const lanes = { before, after: after.lanes[0] as Lane, code, near: 'left' as const };
  const comparison = await compareEjected(lanes, functions, 'left', recordsOf(customers, 300));
  expect(comparison.different).toBeGreaterThan(0);
  expect(comparison.differences[0]).toEqual({
    side: 'left',
    given: { score: null },
    field: 'score',
    mapping: null,
    code: '0',
  });
});

test('rules go by the new names, keys and the rest stay', () => {
  const { flow } = ejected();
  const conflict = nodeOf<ConflictNode>(flow.graph, 'rule');
  expect(conflict.fields).toEqual({
    nick: { kind: 'prefer', side: 'right' },
    email_address: { kind: 'prefer', side: 'left' },
    full_name: { kind: 'hold' },
  });
  expect(conflict.first.fields).toEqual({ email_address: { kind: 'prefer', side: 'right' } });
  const mapping = nodeOf<MappingNode>(flow.graph, 'map');
  expect(mapping.match).toEqual([['id', 'account_id']]);
  expect(mapping.fields[1]).toEqual({
    left: 'email_address',
    right: 'email_address',
    decision: { kind: 'drawn', by: 'Ann' },
  });
  expect(flow.graph.edges.map(({ source, target }) => `${source} ${target}`)).toEqual([
    'crm code',
    'code map',
    'map rule',
    'rule app',
  ]);
});
