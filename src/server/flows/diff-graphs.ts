import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { canonicalJson } from './canonical-json.ts';

/** One difference between two graphs, as a person would want to review it. */
export type GraphChange = {
  what: 'added' | 'removed' | 'changed';
  /** E.g. `nodes.map.fields.email→email_address.direction`. */
  path: string;
  before: unknown;
  after: unknown;
  sentence: string;
};

/** What `after` changes in `before` (null: everything is new). Positions do not count. */
export function diffGraphs(before: FlowGraph | null, after: FlowGraph): GraphChange[] {
  return [
    ...diffItems('nodes', items(before?.nodes ?? []), items(after.nodes)),
    ...diffItems('edges', edgeItems(before?.edges ?? []), edgeItems(after.edges)),
  ];
}

type Item = { title: string; value: Record<string, unknown> };

function items(nodes: FlowNode[]): Map<string, Item> {
  return new Map(
    nodes.map((node) => {
      const { id, position: _, ...rest } = node;
      const value: Record<string, unknown> = { ...rest };
      if (node.kind === 'mapping') {
        value.fields = Object.fromEntries(
          node.fields.map(({ left, right, ...pair }) => [`${left}→${right}`, { left, right, ...pair }]),
        );
        value.match = node.match.map((pair) => pair.join(' = ')).join(', ');
      }
      return [id, { title: titleOf(node), value }];
    }),
  );
}

function edgeItems(edges: FlowGraph['edges']): Map<string, Item> {
  return new Map(
    edges.map(({ source, target }) => {
      const title = `edge ${source} → ${target}`;
      return [`${source}→${target}`, { title, value: { source, target } }];
    }),
  );
}

function titleOf(node: FlowNode): string {
  if (node.kind === 'endpoint') return `endpoint ${node.id} (${node.connection} ${node.stream})`;
  return `${node.kind} ${node.id}`;
}

function diffItems(root: string, before: Map<string, Item>, after: Map<string, Item>): GraphChange[] {
  const changes: GraphChange[] = [];
  for (const [id, item] of before) {
    if (after.has(id)) continue;
    changes.push(change('removed', `${root}.${id}`, item.value, null, item.title));
  }
  for (const [id, item] of after) {
    const old = before.get(id);
    if (old) diffValues(`${root}.${id}`, item.title, old.value, item.value, changes);
    else changes.push(change('added', `${root}.${id}`, null, item.value, item.title));
  }
  return changes;
}

/** Goes down to the smallest setting that differs. */
function diffValues(
  path: string,
  title: string,
  before: unknown,
  after: unknown,
  changes: GraphChange[],
): void {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  if (!isObject(before) || !isObject(after)) {
    const what = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    changes.push(change(what, path, before ?? null, after ?? null, title));
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    diffValues(`${path}.${key}`, `${title}: ${key}`, before[key], after[key], changes);
  }
}

function change(
  what: GraphChange['what'],
  path: string,
  before: unknown,
  after: unknown,
  title: string,
): GraphChange {
  const sentence =
    what === 'changed' ? `${title} changes from ${show(before)} to ${show(after)}.` : `${title} is ${what}.`;
  return { what, path, before, after, sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1) };
}

function show(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
