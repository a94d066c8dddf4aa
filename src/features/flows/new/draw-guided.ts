import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { FORMAT_VERSION } from '#core/flow/flow-graph.ts';
import { confidenceBand, defaultThresholds } from '#core/mapping/confidence-band.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import { newId } from '#features/flow-editor/graph/new-id.ts';
import { addPair, linkableKeys, setLink, setMatch } from '#nodes/mapping/edit-pairs.ts';
import { pairCast } from '#nodes/mapping/pair-cast.ts';
import { createNode } from '#nodes/registry.ts';

/** One side that a person chose. */
export type ChosenSide = { connection: string; schema: StreamSchema };

/** A whole lane between two streams: proposed pairs, the pair that finds records, a conflict rule. */
export function drawGuided(name: string, left: ChosenSide, right: ChosenSide): FlowGraph {
  const nodes: FlowNode[] = (['endpoint', 'mapping', 'conflict', 'endpoint'] as const).map((kind) =>
    createNode(kind, newId(kind)),
  );
  const sides = [left, right];
  for (const node of nodes) {
    if (node.kind === 'endpoint') {
      const side = sides.shift()!;
      node.connection = side.connection;
      node.stream = side.schema.name;
    } else if (node.kind === 'mapping') {
      pairUp(node, left.schema, right.schema);
    }
  }
  const edges = nodes.slice(1).map((node, index) => ({
    id: newId('edge'),
    source: nodes[index]!.id,
    target: node.id,
  }));
  return withPlaces({ formatVersion: FORMAT_VERSION, name, nodes, edges });
}

/**
 * Takes every suggestion that is sure enough and can be cast. Key against key becomes the match, where both
 * have one name: unrelated systems number alike, under whatever names. Keys that no name pairs, and that each system makes by itself, are linked: records meet by what is unique on both sides.
 */
function pairUp(node: Extract<FlowNode, { kind: 'mapping' }>, left: StreamSchema, right: StreamSchema) {
  const { pairs, matcher } = suggestPairs(left, right);
  for (const proposal of pairs) {
    if (confidenceBand(proposal.confidence, defaultThresholds) !== 'accept') continue;
    const a = left.fields.find((field) => field.name === proposal.left);
    const b = right.fields.find((field) => field.name === proposal.right);
    const cast = a && b ? pairCast(a, b, node.direction) : null;
    if (!cast || 'refused' in cast) continue;
    const keys = left.key.includes(proposal.left) && right.key.includes(proposal.right);
    if (keys && plainName(proposal.left) !== plainName(proposal.right)) continue;
    addPair(node, proposal.left, proposal.right, cast.direction);
    const pair = node.fields.find((each) => each.left === proposal.left && each.right === proposal.right);
    const { confidence, reason } = proposal;
    if (pair) pair.decision = { kind: 'automatic', confidence, reason, matcher };
    if (keys) setMatch(node, { left: proposal.left, right: proposal.right }, true);
  }
  const keys = linkableKeys(left, right, node.direction);
  if (!keys || node.match.length > 0) return;
  setLink(node, keys);
  const unique = ({ uniques }: StreamSchema, name: string) => uniques.some((set) => set.join() === name);
  const meeting = node.fields.find((pair) => unique(left, pair.left) && unique(right, pair.right));
  if (meeting) setMatch(node, meeting, true);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
