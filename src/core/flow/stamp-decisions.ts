import type { CodeNode, FieldPair, FlowGraph, FlowNode, MappingNode } from './flow-graph.ts';
import type { PairDecision, PairRejection } from './pair-decision.ts';

/** Who saves a graph, and when (ISO 8601). */
export type Stamp = { by: string; at: string };

/** What was decided between two graphs, by kind, with the pairs as `left ⇄ right`. */
export type DecisionsMade = Record<PairDecision['kind'] | 'rejected', string[]>;

/**
 * The graph with who and when in every decision that is new since `before`: a pair that nobody
 * suggested was drawn by whoever saves it. Decisions that were made before stay as they were written
 * down, whatever of them an editor still knows; one with another kind or another moment is a new one.
 * One that comes with a name from elsewhere, in a file, keeps it. What is mapped is rejected no more.
 */
export function stampDecisions(
  before: FlowGraph | null,
  after: FlowGraph,
  stamp: Stamp,
): { graph: FlowGraph; made: DecisionsMade } {
  const made: DecisionsMade = { automatic: [], accepted: [], drawn: [], created: [], rejected: [] };
  const nodes = after.nodes.map((node): FlowNode => {
    if (node.kind === 'code') return stampCode(before, node, stamp);
    if (node.kind !== 'mapping') return node;
    const old = before?.nodes.find(({ id }) => id === node.id);
    return stampMapping(old?.kind === 'mapping' ? old : null, node, stamp, made);
  });
  return { graph: { ...after, nodes }, made };
}

function stampCode(before: FlowGraph | null, node: CodeNode, stamp: Stamp): CodeNode {
  if (!node.lawless) return node;
  const old = before?.nodes.find(({ id }) => id === node.id);
  const known = old?.kind === 'code' ? old.lawless : undefined;
  return { ...node, lawless: own(known, node.lawless, stamp) };
}

function stampMapping(
  old: MappingNode | null,
  node: MappingNode,
  stamp: Stamp,
  made: DecisionsMade,
): MappingNode {
  const earlier = new Map(old?.fields.map((pair) => [keyOf(pair), pair]));
  const fields = node.fields.map((pair): FieldPair => {
    const known = earlier.get(keyOf(pair));
    const decision = decide(known, pair, stamp);
    const owned = pair.lossy ? { ...pair, lossy: own(known?.lossy, pair.lossy, stamp) } : pair;
    if (!decision) return owned;
    if (decision.by === stamp.by && decision.at === stamp.at) made[decision.kind].push(titleOf(pair));
    return { ...owned, decision };
  });
  if (!node.rejected) return { ...node, fields };
  const mapped = new Set(node.fields.map(keyOf));
  const turnedDown = new Map(old?.rejected?.map((each) => [keyOf(each), each]));
  const rejected = node.rejected
    .filter((each) => !mapped.has(keyOf(each)))
    .map((each): PairRejection => {
      const known = turnedDown.get(keyOf(each));
      if (known || each.by !== undefined) return known ?? each;
      made.rejected.push(titleOf(each));
      return { ...each, ...stamp };
    });
  return { ...node, fields, rejected };
}

function decide(known: FieldPair | undefined, pair: FieldPair, stamp: Stamp): PairDecision | undefined {
  const { decision } = pair;
  if (!decision) return known ? known.decision : { kind: 'drawn', ...stamp };
  const earlier = known?.decision;
  if (earlier && !isAnew(earlier, decision)) return earlier;
  if (!earlier && decision.by !== undefined) return decision;
  const { reopened: _, types: __, ...fresh } = decision;
  return { ...fresh, ...stamp };
}

/**
 * Did somebody decide again? Another kind or moment says so, and that a reopened decision is closed. An
 * editor that never read what was written down knows neither moment nor types of its own decisions.
 */
function isAnew(earlier: PairDecision, now: PairDecision): boolean {
  if (earlier.kind !== now.kind || (now.at !== undefined && now.at !== earlier.at)) return true;
  if (earlier.reopened && !now.reopened) return true;
  return now.at === undefined && now.types !== undefined;
}

/** Who owned up to a loss, and when: as it was written down while the reason stays, and as a file says it. */
function own(known: Loss | undefined, given: Loss, stamp: Stamp): Loss {
  if (known?.reason === given.reason) return known;
  return given.by === undefined ? { ...given, ...stamp } : given;
}

type Loss = NonNullable<FieldPair['lossy']>;

const keyOf = ({ left, right }: { left: string; right: string }) => JSON.stringify([left, right]);
const titleOf = ({ left, right }: { left: string; right: string }) => `${left} ⇄ ${right}`;
