import { describe, expect, it } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeSize } from '#nodes/registry.ts';
import { layoutGraph, withPlaces } from './layout-graph.ts';

const bare = FlowGraph.parse({
  formatVersion: 1,
  name: 'Two lanes',
  nodes: [
    { id: 'crm', kind: 'endpoint' },
    { id: 'm1', kind: 'mapping' },
    { id: 'm2', kind: 'mapping' },
    { id: 'a', kind: 'endpoint' },
    { id: 'b', kind: 'endpoint' },
    { id: 'n', kind: 'note', text: 'hello' },
  ],
  edges: [
    { id: 'e1', source: 'crm', target: 'm1' },
    { id: 'e2', source: 'crm', target: 'm2' },
    { id: 'e3', source: 'm1', target: 'a' },
    { id: 'e4', source: 'm2', target: 'b' },
  ],
});

describe('layout', () => {
  it('runs edges from left to right and lets no two nodes overlap', () => {
    const places = layoutGraph(bare);
    for (const edge of bare.edges) {
      expect(places.get(edge.target)!.x).toBeGreaterThanOrEqual(places.get(edge.source)!.x + 240);
    }
    const boxes = bare.nodes.map((node) => ({ ...places.get(node.id)!, ...nodeSize(node) }));
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('gives places to a graph without any and leaves a placed one alone', () => {
    const placed = withPlaces(bare);
    expect(placed.nodes.every((node) => node.position)).toBe(true);
    expect(withPlaces(placed)).toBe(placed);
  });

  it('keeps the places of lane nodes when only a note has none', () => {
    const placed = withPlaces(bare);
    const lost = {
      ...placed,
      nodes: placed.nodes.map((node) => (node.id === 'n' ? { ...node, position: undefined } : node)),
    };
    const again = withPlaces(lost);
    expect(again.nodes.slice(0, 5)).toEqual(placed.nodes.slice(0, 5));
    expect(again.nodes[5]?.position).toBeDefined();
  });
});
