import { describeMatchForm } from '../matching/match-form.ts';
import { defaultBreaker } from './breaker.ts';
import { codeChanges } from './code-changes.ts';
import { describeBreaker } from './describe-breaker.ts';
import { describeRule } from './describe-rule.ts';
import { added, changed, compare, compareLines, type FlowChange, removed } from './flow-change.ts';
import type {
  CodeNode,
  ConflictNode,
  FilterNode,
  FlowEdge,
  FlowGraph,
  FlowNode,
  MappingNode,
  NoteNode,
  Rule,
} from './flow-graph.ts';
import { nodeTitle } from './node-title.ts';
import { pairChanges } from './pair-changes.ts';
import { routerChanges } from './router-changes.ts';
import { tableChanges } from './table-changes.ts';
import { ways } from './ways.ts';

/**
 * What changes from one flow to another: nodes, pairs and rules by their names. Where things stand on
 * the canvas, the order of nodes and edges, and the edges' ids make no difference.
 *
 * @param before null for a flow that does not exist yet.
 */
export function planChanges(before: FlowGraph | null, after: FlowGraph): FlowChange[] {
  const changes: FlowChange[] = [];
  if (before === null) changes.push(added('name', after.name, `Creates the flow "${after.name}".`));
  else if (before.name !== after.name) {
    changes.push(changed('name', before.name, after.name, `Renames the flow to "${after.name}".`));
  }
  const old = new Map(before?.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  for (const [id, node] of old) {
    if (now.get(id)?.kind === node.kind) continue;
    changes.push({ ...removed(id, nodeTitle(node), `Removes ${nodeName(node)}.`), node: id });
  }
  for (const [id, node] of now) {
    const earlier = old.get(id);
    const found = earlier?.kind === node.kind ? changedNode(earlier, node) : addedNode(node);
    changes.push(...found.map((change) => ({ ...change, node: id })));
  }
  changes.push(...edgeChanges(before, after, old, now), ...tableChanges(before, after));
  return changes;
}

function addedNode(node: FlowNode): FlowChange[] {
  const head = added(node.id, nodeTitle(node), `Adds ${nodeName(node)}.`);
  if (node.kind === 'mapping') return [head, ...mappingChanges({ ...node, match: [], fields: [] }, node)];
  if (node.kind === 'filter')
    return [head, ...filterChanges({ ...node, condition: '', leave: 'keep' }, node)];
  if (node.kind === 'code') return [head, ...codeChanges(emptyCode(node), node)];
  if (node.kind === 'router') {
    return [head, ...routerChanges({ ...node, branches: [], leave: 'delete' }, node)];
  }
  if (node.kind !== 'conflict') return [head];
  const words = `Conflicts at ${nodeTitle(node)}: ${describeRule(node.rule)}.`;
  return [
    head,
    added(`${node.id} › rule`, describeRule(node.rule), words),
    ...ruleChanges({ ...node, fields: {} }, node),
  ];
}

/** A code node of the form of this one that says nothing yet. */
function emptyCode({ id, kind, label, form }: CodeNode): CodeNode {
  return { id, kind, label, form, source: '', leave: 'keep' };
}

function changedNode(before: FlowNode, after: FlowNode): FlowChange[] {
  const title = nodeTitle(after);
  const changes = compare(
    `${after.id} › label`,
    before.label,
    after.label,
    `Renames ${nodeName(before)} to ${title}.`,
  );
  if (before.kind === 'endpoint' && after.kind === 'endpoint') {
    const from = `${before.connection} ${before.stream}`;
    const to = `${after.connection} ${after.stream}`;
    changes.push(
      ...compare(
        `${after.id} › stream`,
        from,
        to,
        `The endpoint "${after.id}" reads ${to} instead of ${from}.`,
      ),
    );
  }
  if (before.kind === 'mapping' && after.kind === 'mapping') {
    const sentence = `${title} goes ${ways[after.direction]} instead of ${ways[before.direction]}.`;
    changes.push(...compare(`${after.id} › direction`, before.direction, after.direction, sentence));
    changes.push(...mappingChanges(before, after));
  }
  if (before.kind === 'filter' && after.kind === 'filter') changes.push(...filterChanges(before, after));
  if (before.kind === 'code' && after.kind === 'code') changes.push(...codeChanges(before, after));
  if (before.kind === 'router' && after.kind === 'router') changes.push(...routerChanges(before, after));
  if (before.kind === 'conflict' && after.kind === 'conflict') {
    const sentence = `Conflicts at ${title}: ${describeRule(after.rule)}; before, ${describeRule(before.rule)}.`;
    changes.push(
      ...compare(`${after.id} › rule`, describeRule(before.rule), describeRule(after.rule), sentence),
    );
    changes.push(...ruleChanges(before, after), ...policyChanges(before, after));
  }
  if (before.kind === 'note' && after.kind === 'note') changes.push(...noteChanges(before, after));
  return changes;
}

function noteChanges(before: NoteNode, after: NoteNode): FlowChange[] {
  const { id } = after;
  const looks = `The note "${id}" looks another way.`;
  const about = after.about ? `belongs to "${after.about}"` : 'belongs to no step any more';
  return [
    ...compareLines(`${id} › text`, before.text, after.text, `Rewrites the note "${id}".`),
    ...compare(`${id} › about`, before.about, after.about, `The note "${id}" ${about}.`),
    ...compare(`${id} › colour`, before.colour ?? 'yellow', after.colour ?? 'yellow', looks),
    ...compare(`${id} › size`, before.size ?? 'fits text', after.size ?? 'fits text', looks),
  ];
}

function linkOf({ link }: MappingNode): string | undefined {
  if (!link) return undefined;
  const keys = `${link.left ?? 'primary key'} and ${link.right ?? 'primary key'}`;
  const by = link.by
    .map(([left, right]) => `${left} = ${right} ${describeMatchForm(link.forms?.[left] ?? 'exact')}`.trim())
    .join(', ');
  return by ? `${keys}, meeting by ${by}` : `${keys}, all records new`;
}

function mappingChanges(before: MappingNode, after: MappingNode): FlowChange[] {
  const matchOf = (node: MappingNode) => node.match.map(([left, right]) => `${left} = ${right}`).join(', ');
  const changes = compare(
    `${after.id} › match`,
    matchOf(before) || undefined,
    matchOf(after) || undefined,
    `${nodeTitle(after)} matches records by ${matchOf(after) || 'nothing'}.`,
  );
  changes.push(
    ...compare(
      `${after.id} › link`,
      linkOf(before),
      linkOf(after),
      after.link
        ? `${nodeTitle(after)} links records that have a key of their own on each side: ${linkOf(after)}.`
        : `${nodeTitle(after)} links no records any more.`,
    ),
  );
  return [...changes, ...pairChanges(before, after)];
}

function filterChanges(before: FilterNode, after: FilterNode): FlowChange[] {
  const title = nodeTitle(after);
  const leaves = {
    keep: 'the other side keeps records that do not meet it any more',
    delete: 'records that do not meet it any more are deleted on the other side',
  };
  return [
    ...compare(
      `${after.id} › condition`,
      before.condition || undefined,
      after.condition || undefined,
      `${title} lets through what meets ${after.condition || 'nothing'}.`,
    ),
    ...compare(`${after.id} › leave`, before.leave, after.leave, `At ${title}, ${leaves[after.leave]}.`),
  ];
}

function ruleChanges(before: ConflictNode, after: ConflictNode): FlowChange[] {
  return [
    ...fieldRuleChanges(`${after.id} › rule for`, 'Conflicts over', before.fields, after.fields),
    ...fieldRuleChanges(
      `${after.id} › first › rule for`,
      'At first, differences in',
      before.first.fields ?? {},
      after.first.fields ?? {},
    ),
  ];
}

function fieldRuleChanges(
  path: string,
  what: string,
  before: Record<string, Rule>,
  after: Record<string, Rule>,
): FlowChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    const sentence = now
      ? `${what} ${name}: ${describeRule(now)}.`
      : `${what} ${name} follow the general rule.`;
    return compare(`${path} ${name}`, old && describeRule(old), now && describeRule(now), sentence);
  });
}

const carries = { ...ways, none: 'neither way' } as const;
const againstUpdate = {
  update: 'the change wins',
  delete: 'the delete wins',
  hold: 'a person decides',
} as const;

function policyChanges(before: ConflictNode, after: ConflictNode): FlowChange[] {
  const at = (part: string) => `${after.id} › ${part}`;
  const onlySide = (side: 'left' | 'right') => {
    const part = side === 'left' ? 'onlyLeft' : 'onlyRight';
    const [old, now] = [before.first[part], after.first[part]];
    return compare(at(`first › ${part}`), old, now, `At first, records that only the ${side} has: ${now}.`);
  };
  return [
    ...compare(
      at('deletes'),
      carries[before.deletes.carry],
      carries[after.deletes.carry],
      `Deletes are carried ${carries[after.deletes.carry]}.`,
    ),
    ...compare(
      at('deletes › against update'),
      againstUpdate[before.deletes.againstUpdate],
      againstUpdate[after.deletes.againstUpdate],
      `When one side deletes what the other changed, ${againstUpdate[after.deletes.againstUpdate]}.`,
    ),
    ...onlySide('left'),
    ...onlySide('right'),
    ...compare(
      at('first › differ'),
      describeRule(before.first.differ),
      describeRule(after.first.differ),
      `At first, where both sides differ: ${describeRule(after.first.differ)}.`,
    ),
    ...compare(
      at('breaker'),
      breakerOf(before),
      breakerOf(after),
      `The breaker of ${nodeTitle(after)} ${breakerOf(after)}; before, it ${breakerOf(before)}.`,
    ),
  ];
}

const breakerOf = (node: ConflictNode) => describeBreaker(node.breaker ?? defaultBreaker);

function edgeChanges(
  before: FlowGraph | null,
  after: FlowGraph,
  old: Map<string, FlowNode>,
  now: Map<string, FlowNode>,
): FlowChange[] {
  const edgesOf = (graph: FlowGraph | null) => new Map(graph?.edges.map((edge) => [edgeName(edge), edge]));
  const [earlier, later] = [edgesOf(before), edgesOf(after)];
  const title = (nodes: Map<string, FlowNode>, id: string) => {
    const node = nodes.get(id);
    return node ? nodeTitle(node) : `"${id}"`;
  };
  const changes: FlowChange[] = [];
  for (const [name, edge] of earlier) {
    if (later.has(name)) continue;
    const by = branchTitle(old.get(edge.source), edge);
    const sentence = `Disconnects ${title(old, edge.source)}${by} from ${title(old, edge.target)}.`;
    changes.push({ ...removed(name, name, sentence), edge: { source: edge.source, target: edge.target } });
  }
  for (const [name, edge] of later) {
    if (earlier.has(name)) continue;
    const by = branchTitle(now.get(edge.source), edge);
    const sentence = `Connects ${title(now, edge.source)}${by} to ${title(now, edge.target)}.`;
    changes.push({ ...added(name, name, sentence), edge: { source: edge.source, target: edge.target } });
  }
  return changes;
}

function edgeName({ source, target, branch }: FlowEdge): string {
  return `${source}${branch === undefined ? '' : ` › ${branch}`} → ${target}`;
}

/** The branch of a router by which an edge leaves it, in brackets. */
function branchTitle(from: FlowNode | undefined, { branch }: FlowEdge): string {
  if (from?.kind !== 'router' || branch === undefined) return '';
  return ` (${from.branches.find(({ id }) => id === branch)?.name ?? branch})`;
}

function nodeName(node: FlowNode): string {
  const title = nodeTitle(node);
  return title.startsWith(node.kind) ? `the ${title}` : `the ${node.kind} ${title}`;
}
