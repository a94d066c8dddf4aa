import { describeTransform } from '../../transform/describe-transform.ts';
import { PairTransform } from '../../transform/transform.ts';
import { describeRule } from '../describe-rule.ts';
import { Direction, FieldPair, type FlowEdge, type FlowGraph, type FlowNode, Rule } from '../flow-graph.ts';
import { nodeTitle } from '../node-title.ts';
import { pairTitle } from '../pair-title.ts';
import { planChanges } from '../plan-changes.ts';
import { ways } from '../ways.ts';
import type { MergeConflict } from './merge-value.ts';

/** A conflict in words: what it is about, and what each side has there. */
export type ConflictWords = {
  /** Id of the node that it is about; null for edges, tables and the flow. */
  node: string | null;
  /** What of it, e.g. `email → mail › direction`; empty for the node as a whole. */
  part: string;
  base: string;
  mine: string;
  theirs: string;
};

type Drafts = { base: FlowGraph; mine: FlowGraph; theirs: FlowGraph };

/** Tells a conflict in the words that plans use. */
export function describeConflict(conflict: MergeConflict, drafts: Drafts): ConflictWords {
  const { path } = conflict;
  const [list = '', key = '', ...rest] = path;
  const sides = (words: (value: unknown, side: keyof Drafts) => string) => ({
    base: words(conflict.base, 'base'),
    mine: words(conflict.mine, 'mine'),
    theirs: words(conflict.theirs, 'theirs'),
  });
  if (list === 'nodes') {
    if (rest.length === 0)
      return { node: key, part: '', ...sides((value, side) => nodeWords(key, value, drafts, side)) };
    const pair = pairOf(conflict, drafts);
    const names = pair ? [pairTitle(pair), ...rest.slice(2)] : rest;
    return { node: key, part: names.join(' › '), ...sides(valueWords) };
  }
  if (list === 'edges') {
    return {
      node: null,
      part: `Between ${edgeWords(conflict.base, drafts.base)}`,
      ...sides((value, side) => edgeWords(value, drafts[side])),
    };
  }
  const part = list === 'tables' ? ['Look-up table', key, ...rest.slice(1)].join(' › ') : 'The whole flow';
  return {
    node: null,
    part,
    ...sides(list === 'flow' ? (_, side) => `${drafts[side].nodes.length} steps` : valueWords),
  };
}

/** The pair that a conflict in a mapping is about. */
function pairOf({ path }: MergeConflict, drafts: Drafts): FieldPair | undefined {
  const [, id, list, key] = path;
  if (list !== 'fields' || key === undefined) return undefined;
  const mapping = Object.values(drafts).flatMap(({ nodes }) => nodes.filter((node) => node.id === id))[0];
  if (mapping?.kind !== 'mapping') return undefined;
  const [left, right] = JSON.parse(key.replace(/ #\d+$/, '')) as [string[], string[]];
  const [first = '', ...also] = left;
  const [second = '', ...more] = right;
  return { left: first, right: second, also: { left: also, right: more } };
}

function nodeWords(id: string, value: unknown, drafts: Drafts, side: keyof Drafts): string {
  if (value === undefined) return side === 'base' ? 'Not there' : 'Removed';
  if (side === 'base') return 'There';
  const was = drafts.base.nodes.find((node) => node.id === id);
  const only = (node: FlowNode | undefined): FlowGraph => ({
    ...drafts.base,
    nodes: node ? [node] : [],
    edges: [],
    tables: [],
  });
  const changes = planChanges(only(was), only(value as FlowNode)).map(({ sentence }) => sentence);
  if (changes.length > 0) return changes.join('\n');
  return 'Connected to other steps';
}

function edgeWords(value: unknown, graph: FlowGraph): string {
  const edges = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as FlowEdge[];
  const titles = new Map(graph.nodes.map((node) => [node.id, nodeTitle(node)]));
  const title = (id: string) => titles.get(id) ?? `"${id}"`;
  return edges.map(({ source, target }) => `${title(source)} → ${title(target)}`).join('\n') || 'Removed';
}

function valueWords(value: unknown): string {
  if (value === undefined) return 'Nothing';
  const way = Direction.safeParse(value);
  if (way.success) return ways[way.data];
  if (typeof value === 'string') return value === '' ? 'Empty' : value;
  const rule = Rule.safeParse(value);
  if (rule.success) return describeRule(rule.data);
  const transform = PairTransform.safeParse(value);
  if (transform.success) return describeTransform(transform.data) ?? 'Nothing but the cast';
  const pair = FieldPair.safeParse(value);
  if (pair.success) return pairWords(pair.data);
  return JSON.stringify(value, null, 1).replaceAll(/\s*\n\s*/g, ' ');
}

function pairWords(pair: FieldPair): string {
  const { transform, direction, note } = pair;
  const more = [direction, transform && describeTransform(transform), note].filter(Boolean);
  return [pairTitle(pair), ...more].join(', ');
}
