import type { FlowGraph, FlowNode } from '../flow/flow-graph.ts';
import type { DriftOption } from './proposal.ts';

/**
 * The graph after an option was taken: the mapping of a lane changed, and the rules of its conflict
 * node with it. An option that the graph has no place for any more leaves it as it is.
 */
export function applyOption(
  graph: FlowGraph,
  lane: { mappingNodeId: string; conflictNodeId: string | null },
  option: Exclude<DriftOption, { kind: 'sql' }>,
): FlowGraph {
  const nodes = graph.nodes.map((node): FlowNode => {
    if (node.id === lane.mappingNodeId && node.kind === 'mapping') return changeMapping(node, option);
    if (node.id === lane.conflictNodeId && node.kind === 'conflict') return changeRules(node, option);
    return node;
  });
  return { ...graph, nodes };
}

type MappingNode = Extract<FlowNode, { kind: 'mapping' }>;
type ConflictNode = Extract<FlowNode, { kind: 'conflict' }>;
type Change = Exclude<DriftOption, { kind: 'sql' }>;

function changeMapping(node: MappingNode, option: Change): MappingNode {
  switch (option.kind) {
    case 'map': {
      const { left, right } = option;
      return { ...node, fields: [...node.fields, { left, right }] };
    }
    case 'unmap': {
      const { left, right } = option;
      return { ...node, fields: node.fields.filter((pair) => pair.left !== left || pair.right !== right) };
    }
    case 'follow': {
      const { side, from, to } = option;
      const fields = node.fields.map((pair) => (pair[side] === from ? { ...pair, [side]: to } : pair));
      return { ...node, fields };
    }
  }
}

/** Rules are kept by the left field's name. */
function changeRules(node: ConflictNode, option: Change): ConflictNode {
  if (option.kind === 'map') return node;
  const name = option.kind === 'unmap' ? option.left : option.side === 'left' ? option.from : null;
  if (name === null || !(name in node.fields)) return node;
  const { [name]: rule, ...fields } = node.fields;
  return option.kind === 'follow' && rule
    ? { ...node, fields: { ...fields, [option.to]: rule } }
    : { ...node, fields };
}
