import type { Edge, Node } from '@xyflow/react';
import type { FlowEdge, FlowNode } from '#core/flow/flow-graph.ts';
import { definitionOf, nodeSize, nodeTitle } from '#nodes/registry.ts';
import { placeOf } from '../graph/place.ts';

export type CanvasNode = Node<{ node: FlowNode }, 'step'>;
export type CanvasEdge = Edge<{ branch: string | null }, 'lane'>;

type Pair<T> = { plain?: T; selected?: T };

const nodes = new WeakMap<FlowNode, Pair<CanvasNode>>();
const edges = new WeakMap<FlowEdge, Pair<CanvasEdge>>();

/** The canvas's view of a node. The same node gives the same object, so that only what changed is drawn. */
export function canvasNode(node: FlowNode, selected: boolean): CanvasNode {
  const kept = nodes.get(node) ?? {};
  const which = selected ? 'selected' : 'plain';
  const found = kept[which];
  if (found) return found;
  const definition = definitionOf(node);
  const size = nodeSize(node);
  const made: CanvasNode = {
    id: node.id,
    type: 'step',
    position: placeOf(node),
    data: { node },
    ...size,
    // Known before it is drawn: the whole flow is fitted into view at once, and nothing is measured again.
    measured: size,
    selected,
    connectable: definition.inLane,
    ariaLabel: `${definition.label} ${nodeTitle(node)}`,
  };
  nodes.set(node, { ...kept, [which]: made });
  return made;
}

/**
 * The canvas's view of an edge; `names` are the titles of the steps that it joins.
 * @param branch what the branch of a router is called by which it leaves that.
 */
export function canvasEdge(
  edge: FlowEdge,
  selected: boolean,
  names: [string, string],
  branch: string | null,
): CanvasEdge {
  const ariaLabel = `Edge from ${names[0]}${branch === null ? '' : ` (${branch})`} to ${names[1]}`;
  const kept = edges.get(edge) ?? {};
  const which = selected ? 'selected' : 'plain';
  const found = kept[which];
  if (found?.ariaLabel === ariaLabel) return found;
  const made: CanvasEdge = {
    id: edge.id,
    type: 'lane',
    source: edge.source,
    target: edge.target,
    ...(edge.branch === undefined ? {} : { sourceHandle: edge.branch }),
    data: { branch },
    selected,
    ariaLabel,
  };
  edges.set(edge, { ...kept, [which]: made });
  return made;
}
