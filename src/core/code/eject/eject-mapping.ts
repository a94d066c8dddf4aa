import type { Side } from '../../change/change-event.ts';
import { fieldDigest } from '../../conflict/field-digest.ts';
import { SyncError } from '../../errors/sync-error.ts';
import {
  CodeNode,
  type ConflictNode,
  type FieldPair,
  type FlowGraph,
  type FlowNode,
  type MappingNode,
} from '../../flow/flow-graph.ts';
import type { Lane } from '../../flow/lane.ts';
import { nodeTitle } from '../../flow/node-title.ts';
import { pairFields, pairNames, pairTitle } from '../../flow/pair-title.ts';
import { unfoldMapping } from '../../flow/unfold-mapping.ts';
import type { CodeField } from '../code-field.ts';
import { ejectRules } from './eject-rules.ts';
import { ejectSource, type RecordFunction } from './eject-source.ts';
import { Hoisted } from './hoisted.ts';
import { placeCode } from './place-code.ts';
import { type EjectedPair, type EjectPlace, type PairPlan, planPair } from './plan-pairs.ts';

/** A flow in which code does the work of pairs. */
export type EjectedFlow = {
  graph: FlowGraph;
  codeId: string;
  /** Pairs whose work it does. */
  count: number;
  /** Pairs that stay in the mapping though they were wanted, and why. */
  kept: { title: string; why: string }[];
};

/** What is to be ejected, and the ids of what is made for it. */
export type EjectWish = {
  codeId: string;
  edgeId: string;
  /** Pairs by the names of their left or right fields; all of them where it is absent. */
  fields?: readonly string[];
};

/**
 * Turns pairs of a mapping into a code node beside it: on its left, or on its right where the mapping only
 * goes that way. The mapping goes on with the same fields on both sides; keys, links, directions, decisions
 * and rules stay what they are.
 *
 * @param lanes those that the graph compiles to.
 * @throws SyncError `EJECT_REFUSED`, `NOT_FOUND`.
 */
export function ejectMapping(
  graph: FlowGraph,
  lanes: readonly Lane[],
  mappingId: string,
  wish: EjectWish,
): EjectedFlow {
  const mapping = graph.nodes.find(
    (node): node is MappingNode => node.id === mappingId && node.kind === 'mapping',
  );
  if (!mapping) throw new SyncError('NOT_FOUND', `The flow has no mapping "${mappingId}".`);
  const lane = onlyLane(mapping, lanes);
  const wanted = wantedPairs(mapping, wish.fields);
  const near = lane.direction === 'backward' ? 'right' : 'left';
  const beyond = passingAnyway(lane, near);
  const conflict = graph.nodes.find(
    (node): node is ConflictNode => node.kind === 'conflict' && node.id === lane.conflictNodeId,
  );
  const others = namesOfOthers(lane, lanes);
  const { plans, hoisted } = planPairs(mapping, lane, lanes, near, wanted, [
    ...beyond,
    ...meetingFields(mapping, near),
    ...otherRules(conflict, mapping, wanted, others),
  ]);
  const ejected = plans.filter((plan): plan is EjectedPair => 'view' in plan);
  const kept = plans.flatMap((plan) =>
    'why' in plan && plan.why !== null ? [{ title: pairTitle(plan.was), why: plan.why }] : [],
  );
  if (ejected.length === 0) {
    const [first] = kept;
    throw new SyncError(
      'EJECT_REFUSED',
      `${nodeTitle(mapping)} has no pair whose work code could do${first ? `: ${first.title}, ${first.why}` : ''}.`,
    );
  }
  const passing = passingFields(mapping, lane, near, plans).filter(({ name }) => !beyond.has(name));
  const ruled = conflict ? ejectRules(conflict, ejected, others) : null;
  const source = sourceOf(lane, passing, ejected, hoisted);
  const lossy = ejected.find(({ was, is }) => was.lossy && !is.lossy)?.was.lossy;
  const code = CodeNode.parse({
    id: wish.codeId,
    kind: 'code',
    ...(mapping.label ? { label: mapping.label } : {}),
    form: lane.direction === 'both' ? 'lens' : 'transform',
    source,
    fields: [...passing, ...ejected.flatMap(({ view }) => view)],
    ...(lossy ? { lawless: lossy } : {}),
    ejected: {
      kind: 'mapping',
      digest: fieldDigest(source),
      mapping: mapping.id,
      pairs: plans.filter(({ was, is }) => was !== is).map(({ was, is }) => ({ was, is })),
      ...(ruled && ruled.rules.length > 0 ? { rules: ruled.rules } : {}),
    },
  });
  const changed = new Map<string, FlowNode>([
    [mapping.id, { ...mapping, fields: plans.map(({ is }) => is) }],
  ]);
  if (ruled && ruled.rules.length > 0) changed.set(ruled.node.id, ruled.node);
  const nodes = graph.nodes.map((node) => changed.get(node.id) ?? node);
  return {
    graph: placeCode({ ...graph, nodes }, code, mapping.id, near, wish.edgeId),
    codeId: code.id,
    count: ejected.length,
    kept,
  };
}

function onlyLane(mapping: MappingNode, lanes: readonly Lane[]): Lane {
  const own = lanes.filter(({ mappingNodeId }) => mappingNodeId === mapping.id);
  const [lane] = own;
  if (lane && own.length === 1) return unfoldMapping(lane);
  throw new SyncError(
    'EJECT_REFUSED',
    lane
      ? `${nodeTitle(mapping)} stands on ${own.length} paths, whose records differ: give each path a mapping of its own first.`
      : `${nodeTitle(mapping)} does not connect two streams that are known: connect it to two endpoints first.`,
  );
}

function wantedPairs(mapping: MappingNode, fields: readonly string[] | undefined): Set<FieldPair> {
  if (fields === undefined) return new Set(mapping.fields);
  const found = fields.map((name) => {
    const pairs = mapping.fields.filter((pair) => {
      const { left, right } = pairNames(pair);
      return left === name || right === name || `${pair.left}:${pair.right}` === name;
    });
    const [pair] = pairs;
    if (pair && pairs.length === 1) return pair;
    throw new SyncError(
      'NOT_FOUND',
      pair
        ? `${nodeTitle(mapping)} has ${pairs.length} pairs with ${name}: say which one as left:right.`
        : `${nodeTitle(mapping)} has no pair with a field ${name}.`,
    );
  });
  return new Set(found);
}

/** Fields that pass by code whether it names them or not: what finds a record. */
function passingAnyway(lane: Lane, near: Side): Set<string> {
  const { stream, view } = lane[near];
  const keys = lane.fields.filter(({ key }) => key).map((field) => field[near]);
  return new Set([...stream.key, ...keys, ...(view?.passing ?? [])]);
}

/** Plans twice: what turns out to stay in the mapping keeps its fields' names, which no other may have then. */
function planPairs(
  mapping: MappingNode,
  lane: Lane,
  lanes: readonly Lane[],
  near: Side,
  wanted: ReadonlySet<FieldPair>,
  taken: readonly string[],
): { plans: PairPlan[]; hoisted: Hoisted } {
  const plan = (names: readonly string[]) => {
    const place: EjectPlace = { lane, lanes, near, hoisted: new Hoisted([]), taken: new Set(names) };
    const plans = mapping.fields.map((pair) => planPair(pair, wanted.has(pair), place));
    return { plans, hoisted: place.hoisted };
  };
  const staying = plan(taken).plans.flatMap((each) => ('view' in each ? [] : pairFields(each.was, near)));
  return plan([...taken, ...staying]);
}

/** Fields by which records meet for the first time. */
function meetingFields({ link }: MappingNode, near: Side): string[] {
  return link?.by.map(([left, right]) => (near === 'left' ? left : right)) ?? [];
}

function passingFields(
  mapping: MappingNode,
  lane: Lane,
  near: Side,
  plans: readonly PairPlan[],
): CodeField[] {
  const kept = plans.flatMap((plan) => ('view' in plan ? [] : pairFields(plan.was, near)));
  const names = new Set([...kept, ...meetingFields(mapping, near)]);
  return lane[near].stream.fields
    .filter(({ name }) => names.has(name))
    .map(({ name, type, nullable }) => ({ name, type, nullable }));
}

/** Left names of other lanes whose conflicts the same node decides. */
function namesOfOthers(lane: Lane, lanes: readonly Lane[]): Set<string> {
  if (lane.conflictNodeId === null) return new Set();
  const others = lanes.filter((other) => other !== lane && other.conflictNodeId === lane.conflictNodeId);
  return new Set(others.flatMap(({ fields }) => fields.map(({ left }) => left)));
}

/** Names that the conflict node has rules for which are not those of the pairs at hand. */
function otherRules(
  conflict: ConflictNode | undefined,
  mapping: MappingNode,
  wanted: ReadonlySet<FieldPair>,
  others: ReadonlySet<string>,
): string[] {
  const moving = new Set(
    mapping.fields.filter((pair) => wanted.has(pair)).map((pair) => pairNames(pair).left),
  );
  const ruled = [...Object.keys(conflict?.fields ?? {}), ...Object.keys(conflict?.first.fields ?? {})];
  return [...ruled.filter((name) => !moving.has(name)), ...others];
}

function sourceOf(
  lane: Lane,
  passing: readonly CodeField[],
  pairs: readonly EjectedPair[],
  hoisted: Hoisted,
): string {
  const names = passing.map(({ name }) => name);
  const see = { passing: names, pairs: pairs.map((pair) => pair.see) };
  if (lane.direction !== 'both') {
    return ejectSource([{ head: 'export function transform(record: Input): Output', ...see }], hoisted);
  }
  const written = new Set(
    lane.fields
      .filter(({ direction }) => direction !== 'forward')
      .flatMap((field) => field.parts?.left ?? [field.left]),
  );
  const back: RecordFunction = {
    head: 'export function backward(record: Output): Partial<Input>',
    passing: names.filter((name) => written.has(name)),
    pairs: pairs.flatMap((pair) => (pair.back ? [pair.back] : [])),
  };
  return ejectSource([{ head: 'export function forward(record: Input): Output', ...see }, back], hoisted);
}
