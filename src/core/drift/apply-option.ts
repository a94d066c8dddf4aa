import type { Side } from '../change/change-event.ts';
import type { FieldPair, FlowGraph, FlowNode } from '../flow/flow-graph.ts';
import type { PairDecision } from '../flow/pair-decision.ts';
import { pairFields, pairNames } from '../flow/pair-title.ts';
import { renameInSteps } from '../transform/rename-in-steps.ts';
import type { DriftOption } from './proposal.ts';

/** What an option does to the mapping; `pair` is one that was made of a stream's field. */
export type MappingChange =
  | Exclude<DriftOption, { kind: 'sql' | 'create' }>
  | { kind: 'pair'; pair: FieldPair };

/**
 * The graph after an option was taken: the mapping of a lane changed, and the rules of its conflict
 * node with it. An option that the graph has no place for any more leaves it as it is. A pair that is
 * followed to another name is to be looked at again: its decision is reopened.
 *
 * @param at when the option is taken, ISO 8601
 */
export function applyOption(
  graph: FlowGraph,
  lane: { mappingNodeId: string; conflictNodeId: string | null },
  option: MappingChange,
  at: string,
): FlowGraph {
  const nodes = graph.nodes.map((node): FlowNode => {
    if (node.id === lane.mappingNodeId && node.kind === 'mapping') return changeMapping(node, option, at);
    if (node.id === lane.conflictNodeId && node.kind === 'conflict') return changeRules(node, option);
    return node;
  });
  return { ...graph, nodes };
}

type MappingNode = Extract<FlowNode, { kind: 'mapping' }>;
type ConflictNode = Extract<FlowNode, { kind: 'conflict' }>;

function changeMapping(node: MappingNode, option: MappingChange, at: string): MappingNode {
  switch (option.kind) {
    case 'map': {
      const { left, right } = option;
      return { ...node, fields: [...node.fields, { left, right }] };
    }
    case 'pair':
      return { ...node, fields: [...node.fields, option.pair] };
    case 'unmap': {
      const { left, right } = option;
      const isIt = (pair: FieldPair) => {
        const names = pairNames(pair);
        return names.left === left && names.right === right;
      };
      return { ...node, fields: node.fields.filter((pair) => !isIt(pair)) };
    }
    case 'follow': {
      const { side, from, to } = option;
      const reopened = { at, cause: `${from} is called ${to} now.` };
      return { ...node, fields: node.fields.map((pair) => renamed(pair, side, { from, to, reopened })) };
    }
  }
}

type Rename = { from: string; to: string; reopened: NonNullable<PairDecision['reopened']> };

/** A pair after a field of one side got another name; its steps that name it follow, its decision is reopened. */
function renamed(pair: FieldPair, side: Side, { from, to, reopened }: Rename): FieldPair {
  if (!pairFields(pair, side).includes(from)) return pair;
  const name = (known: string) => (known === from ? to : known);
  const also = pair.also?.[side];
  const way = side === 'left' ? 'forward' : 'backward';
  const steps = pair.transform?.[way];
  return {
    ...pair,
    [side]: name(pair[side]),
    ...(pair.decision ? { decision: { ...pair.decision, reopened } } : {}),
    ...(also ? { also: { ...pair.also, [side]: also.map(name) } } : {}),
    ...(steps ? { transform: { ...pair.transform, [way]: renameInSteps(steps, from, to) } } : {}),
  };
}

/** Rules are kept by the left field's name. */
function changeRules(node: ConflictNode, option: MappingChange): ConflictNode {
  if (option.kind === 'map' || option.kind === 'pair') return node;
  const name = option.kind === 'unmap' ? option.left : option.side === 'left' ? option.from : null;
  if (name === null || !(name in node.fields)) return node;
  const { [name]: rule, ...fields } = node.fields;
  return option.kind === 'follow' && rule
    ? { ...node, fields: { ...fields, [option.to]: rule } }
    : { ...node, fields };
}
