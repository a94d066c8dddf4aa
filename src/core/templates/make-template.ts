import { tablesRead } from '../code/tables-read.ts';
import type { FlowGraph, FlowNode } from '../flow/flow-graph.ts';
import type { TemplateBody } from './template-body.ts';

/** A template of the steps with these ids, with the edges among them and the tables that their code reads; null where there are none. */
export function makeTemplate(graph: FlowGraph, ids: ReadonlySet<string>): TemplateBody | null {
  const nodes = graph.nodes.filter((node) => ids.has(node.id)).map(withoutPins);
  if (nodes.length === 0) return null;
  const edges = graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const read = new Set(nodes.flatMap((node) => (node.kind === 'code' ? tablesRead(node.source) : [])));
  const tables = graph.tables?.filter(({ name }) => read.has(name)) ?? [];
  return { formatVersion: 1, nodes, edges, ...(tables.length > 0 ? { tables } : {}) };
}

/** Records that somebody tried the code on are of the flow's own systems. */
function withoutPins(node: FlowNode): FlowNode {
  if (node.kind !== 'code') return node;
  const { pins: _, ...kept } = node;
  return kept;
}

/** Names of the connections that a template's endpoints read. */
export function templateConnections({ nodes }: TemplateBody): string[] {
  const names = nodes.flatMap((node) =>
    node.kind === 'endpoint' && node.connection !== '' ? [node.connection] : [],
  );
  return [...new Set(names)];
}

/** The template with other connections: by the name of each, the one that takes its place. */
export function withConnections(body: TemplateBody, chosen: ReadonlyMap<string, string>): TemplateBody {
  const nodes = body.nodes.map((node) =>
    node.kind === 'endpoint' ? { ...node, connection: chosen.get(node.connection) ?? node.connection } : node,
  );
  return { ...body, nodes };
}
