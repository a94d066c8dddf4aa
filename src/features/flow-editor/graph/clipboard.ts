import { z } from 'zod';
import { FlowEdge, type FlowGraph, FlowNode, FORMAT_VERSION } from '#core/flow/flow-graph.ts';
import { newId } from './new-id.ts';
import { placeOf } from './place.ts';
import { renewReferences } from './renew-references.ts';

/** What copied nodes look like on the system's clipboard. */
const Clip = z.object({
  syncline: z.literal('nodes'),
  formatVersion: z.literal(FORMAT_VERSION),
  nodes: z.array(FlowNode).min(1),
  edges: z.array(FlowEdge),
});
type Clip = z.infer<typeof Clip>;

/** The nodes with these ids, and the edges among them, as text for the clipboard; null when there are none. */
export function writeClip(graph: FlowGraph, ids: ReadonlySet<string>): string | null {
  const nodes = graph.nodes.filter((node) => ids.has(node.id));
  if (nodes.length === 0) return null;
  const edges = graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const clip: Clip = { syncline: 'nodes', formatVersion: FORMAT_VERSION, nodes, edges };
  return JSON.stringify(clip, null, 2);
}

/** Reads copied nodes from the clipboard's text; null when the text is something else. */
export function readClip(text: string): { nodes: FlowNode[]; edges: FlowEdge[] } | null {
  if (!text.includes('"syncline"')) return null;
  try {
    const parsed = Clip.safeParse(JSON.parse(text));
    return parsed.success ? { nodes: parsed.data.nodes, edges: parsed.data.edges } : null;
  } catch {
    return null; // Text that is no JSON came from another program.
  }
}

/** The same nodes and edges under new ids, moved by `offset`. */
export function renewIds(
  clip: { nodes: readonly FlowNode[]; edges: readonly FlowEdge[] },
  offset: number,
): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const ids = new Map(clip.nodes.map((node) => [node.id, newId(node.kind)]));
  const nodes = clip.nodes.map((node) => ({
    ...renewReferences(node, ids),
    id: ids.get(node.id)!,
    position: { x: placeOf(node).x + offset, y: placeOf(node).y + offset },
  }));
  const edges = clip.edges.flatMap((edge) => {
    const source = ids.get(edge.source);
    const target = ids.get(edge.target);
    return source && target ? [{ ...edge, id: newId('edge'), source, target }] : [];
  });
  return { nodes, edges };
}
