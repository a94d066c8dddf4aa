import { describe, expect, it } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { laneEnds } from './lane-ends.ts';

const graph = FlowGraph.parse({
  formatVersion: 1,
  name: 'Test',
  nodes: [
    { id: 'a', kind: 'endpoint', connection: 'crm', stream: 'public.contacts' },
    { id: 'a-b', kind: 'endpoint', connection: 'app', stream: 'public.people' },
    { id: 'map', kind: 'mapping' },
    { id: 'b-map', kind: 'mapping' },
  ],
  edges: [],
});

describe('laneEnds', () => {
  it('finds nodes whose ids hold the separator', () => {
    expect(laneEnds(graph, 'flow1:a-map-a-b')).toMatchObject({
      left: { id: 'a' },
      mapping: { id: 'map' },
      right: { id: 'a-b' },
    });
    expect(laneEnds(graph, 'flow1:a-b-map-a')).not.toBeNull();
  });

  it('gives null for a lane of an older version', () => {
    expect(laneEnds(graph, 'flow1:gone-map-a')).toBeNull();
  });
});
