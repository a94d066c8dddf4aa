import type { Side } from '../../change/change-event.ts';
import { fieldDigest } from '../../conflict/field-digest.ts';
import { SyncError } from '../../errors/sync-error.ts';
import type { CodeNode, ConflictNode, FlowGraph, FlowNode, MappingNode } from '../../flow/flow-graph.ts';
import { nodeTitle } from '../../flow/node-title.ts';
import { takeOutCode } from './place-code.ts';
import { madeByCode, returnPairs } from './return-pairs.ts';
import { returnRules } from './return-rules.ts';

/**
 * Turns code back into the mapping's pairs, or the filter, that it was made of: what was changed of them
 * meanwhile stays changed.
 *
 * @throws SyncError `NOT_FOUND`; `EJECT_REFUSED` where it was made of nothing, was edited, or what was
 * changed around it makes sense with the code alone.
 */
export function returnEjected(graph: FlowGraph, codeId: string): FlowGraph {
  const code = graph.nodes.find((node): node is CodeNode => node.id === codeId && node.kind === 'code');
  if (!code) throw new SyncError('NOT_FOUND', `The flow has no code node "${codeId}".`);
  const { ejected } = code;
  const title = nodeTitle(code);
  if (!ejected)
    throw refused(`${title} was written from the start: there is nothing that it could turn back into.`);
  if (fieldDigest(code.source) !== ejected.digest) {
    throw refused(`${title} was edited since, and a ${ejected.kind} could not do what it does now.`);
  }
  if (ejected.kind === 'filter') return replaced(graph, [filterOf(code, ejected.filter)]);
  const mapping = graph.nodes.find(
    (node): node is MappingNode => node.id === ejected.mapping && node.kind === 'mapping',
  );
  if (!mapping)
    throw refused(`The mapping "${ejected.mapping}" that ${title} was made of is not there any more.`);
  const near = sideOf(graph, code.id, mapping.id);
  if (!near)
    throw refused(`${title} does not stand next to ${nodeTitle(mapping)} any more: connect the two first.`);
  refuseNewKeys(mapping, madeByCode(ejected.pairs, near), near);
  const nodes: FlowNode[] = [{ ...mapping, fields: returnPairs(mapping, ejected, near) }];
  const conflict = conflictOf(graph, mapping.id);
  if (conflict) nodes.push(returnRules(conflict, ejected));
  const without = takeOutCode(replaced(graph, nodes), code.id, mapping.id);
  if (!without) throw refused(`${title} stands on several paths: leave it on one first.`);
  return without;
}

/** Why code cannot turn back now, as a sentence; null where it can. */
export function whyNotReturned(graph: FlowGraph, codeId: string): string | null {
  try {
    returnEjected(graph, codeId);
    return null;
  } catch (error) {
    if (error instanceof SyncError && error.code === 'EJECT_REFUSED') return error.message;
    throw error;
  }
}

function refused(message: string): SyncError {
  return new SyncError('EJECT_REFUSED', message);
}

function filterOf(
  code: CodeNode,
  filter: Extract<CodeNode['ejected'], { kind: 'filter' }>['filter'],
): FlowNode {
  const { position: _, label: __, ...rest } = filter;
  const { position, label, leave } = code;
  return { ...rest, ...(label === undefined ? {} : { label }), ...(position ? { position } : {}), leave };
}

function replaced(graph: FlowGraph, changed: readonly FlowNode[]): FlowGraph {
  return { ...graph, nodes: graph.nodes.map((node) => changed.find(({ id }) => id === node.id) ?? node) };
}

/** The side of the mapping on which the code stands, right beside it. */
function sideOf(graph: FlowGraph, codeId: string, mappingId: string): Side | null {
  const joins = (source: string, target: string) =>
    graph.edges.some((edge) => edge.source === source && edge.target === target);
  return joins(codeId, mappingId) ? 'left' : joins(mappingId, codeId) ? 'right' : null;
}

function refuseNewKeys(mapping: MappingNode, made: ReadonlySet<string>, near: Side): void {
  const at = near === 'left' ? 0 : 1;
  const key = [...mapping.match, ...(mapping.link?.by ?? [])].find((pair) => made.has(pair[at]));
  if (!key) return;
  throw refused(`${nodeTitle(mapping)} finds records by ${key[at]}, which is there only through the code.`);
}

/** The conflict node on the mapping's path. */
function conflictOf(graph: FlowGraph, mappingId: string): ConflictNode | null {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const [from, to] of [['source', 'target'] as const, ['target', 'source'] as const]) {
    const open = [mappingId];
    const seen = new Set(open);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const edge of graph.edges.filter((each) => each[from] === id)) {
        const next = nodes.get(edge[to]);
        if (next?.kind === 'conflict') return next;
        if (!next || next.kind === 'endpoint' || seen.has(next.id)) continue;
        seen.add(next.id);
        open.push(next.id);
      }
    }
  }
  return null;
}
