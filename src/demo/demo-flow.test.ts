import { expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import demoFlow from './demo-flow.json' with { type: 'json' };
import { generateDemoRows } from './generate-demo-rows.ts';

const graph = FlowGraph.parse(demoFlow);

test('the flow file is a flow as it stands, with nothing left to defaults', () => {
  expect(graph).toEqual(demoFlow);
});

test('every mapped field exists on its side, and every edge joins two nodes', () => {
  const rows = generateDemoRows({
    seed: 1,
    now: new Date('2026-01-15'),
    size: { accounts: 20, contacts: 40, deals: 40 },
  });
  const columns = (side: Record<string, object[]>, stream: string) =>
    Object.keys(side[stream.replace('public.', '')]?.[0] ?? {});
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const next = (id: string) => graph.edges.find((edge) => edge.source === id)?.target ?? '';
  let lanes = 0;
  for (const start of graph.nodes) {
    if (start.kind !== 'endpoint' || start.connection !== 'crm') continue;
    const mapping = nodes.get(next(start.id));
    const end = nodes.get(next(next(next(start.id))));
    if (mapping?.kind !== 'mapping' || end?.kind !== 'endpoint')
      throw new Error(`${start.id} leads nowhere.`);
    lanes++;
    const left = columns(rows.crm, start.stream);
    const right = columns(rows.app, end.stream);
    expect(mapping.fields.filter((pair) => !left.includes(pair.left) || !right.includes(pair.right))).toEqual(
      [],
    );
  }
  expect(lanes).toBe(3);
});
