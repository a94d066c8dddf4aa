import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { nodeSize } from '#nodes/registry.ts';

/** A point on the canvas, in canvas pixels. */
export type Point = { x: number; y: number };

/** Room that edge labels and the `+` need between two cards. */
export const GAP_X = 72;
export const GAP_Y = 44;
/** Points are kept on this grid. */
export const GRID = 8;

/** The nearest point on the grid. */
export function snap(point: Point): Point {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

/** A node's place; nodes of a graph that was never laid out have none yet. */
export function placeOf(node: FlowNode): Point {
  return node.position ?? { x: 0, y: 0 };
}

function overlaps(node: FlowNode, at: Point, size: { width: number; height: number }): boolean {
  const place = placeOf(node);
  const other = nodeSize(node);
  return (
    at.x < place.x + other.width + 16 &&
    place.x < at.x + size.width + 16 &&
    at.y < place.y + other.height + 16 &&
    place.y < at.y + size.height + 16
  );
}

/** The first free place at or below `at` for something of this size. */
export function freePlace(graph: FlowGraph, at: Point, size: { width: number; height: number }): Point {
  const place = snap(at);
  for (let tries = 0; tries < 200; tries += 1) {
    const hit = graph.nodes.find((node) => overlaps(node, place, size));
    if (!hit) break;
    place.y = snap({ x: 0, y: placeOf(hit).y + nodeSize(hit).height + GAP_Y }).y;
  }
  return place;
}
