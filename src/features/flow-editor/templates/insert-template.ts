import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import type { TemplateBody } from '#core/templates/template-body.ts';
import { definitionOf, nodeSize } from '#nodes/registry.ts';
import { renewIds } from '../graph/clipboard.ts';
import { addAfter, addNode, insertOnEdge } from '../graph/insert-node.ts';
import { freePlace, GAP_X, type Point, placeOf } from '../graph/place.ts';
import type { Where } from '../store/editor-actions.ts';
import type { EditorStore } from '../store/editor-store.ts';

/** What putting a template in came to. */
export type Inserted = {
  nodes: string[];
  /** Tables that its code reads and of which the flow has another one: that one stays. */
  tables: string[];
};

/**
 * Puts the steps of a template into the flow under new ids, with the tables that they read, as one step of
 * undo. A single step goes where a new one would: into an edge, behind a step; several are set down as they are.
 */
export function insertTemplate(store: EditorStore, body: TemplateBody, where: Where): Inserted {
  const { nodes, edges } = renewIds(body, 0);
  const [only, ...more] = nodes;
  const tables = differing(store.graph, body);
  store.edit(
    (graph) => {
      if (only && more.length === 0) insertOne(graph, only, where);
      else {
        const size = extent(nodes);
        const at = freePlace(graph, cornerFor(graph, where), size);
        for (const node of nodes) {
          const place = placeOf(node);
          graph.nodes.push({
            ...node,
            position: { x: at.x + place.x - size.x, y: at.y + place.y - size.y },
          });
        }
        graph.edges.push(...edges);
      }
      const known = new Set(graph.tables?.map(({ name }) => name));
      const missing = body.tables?.filter(({ name }) => !known.has(name)) ?? [];
      if (missing.length > 0) graph.tables = [...(graph.tables ?? []), ...missing];
    },
    { select: { nodes: new Set(nodes.map(({ id }) => id)), edges: new Set() } },
  );
  return { nodes: nodes.map(({ id }) => id), tables };
}

function insertOne(graph: FlowGraph, node: FlowNode, where: Where): void {
  const stands = definitionOf(node).inLane && !(node.kind === 'code' && node.form === 'merge');
  if ('edge' in where && stands) insertOnEdge(graph, where.edge, node);
  else if ('after' in where && stands) addAfter(graph, where.after, node);
  else addNode(graph, node, cornerFor(graph, where));
}

/** Where the upper left corner of what is put in goes. */
function cornerFor(graph: FlowGraph, where: Where): Point {
  if ('at' in where) return where.at;
  const id = 'after' in where ? where.after : graph.edges.find((edge) => edge.id === where.edge)?.source;
  const beside = graph.nodes.find((node) => node.id === id);
  if (!beside) return { x: 0, y: 0 };
  const place = placeOf(beside);
  return { x: place.x + nodeSize(beside).width + GAP_X, y: place.y };
}

/** The rectangle that nodes take. */
function extent(nodes: readonly FlowNode[]): Point & { width: number; height: number } {
  const places = nodes.map((node) => ({ ...placeOf(node), ...nodeSize(node) }));
  const x = Math.min(...places.map((place) => place.x));
  const y = Math.min(...places.map((place) => place.y));
  const width = Math.max(...places.map((place) => place.x + place.width)) - x;
  const height = Math.max(...places.map((place) => place.y + place.height)) - y;
  return { x, y, width, height };
}

function differing(graph: FlowGraph, { tables = [] }: TemplateBody): string[] {
  return tables
    .filter(({ name, entries }) => {
      const own = graph.tables?.find((table) => table.name === name);
      return own !== undefined && JSON.stringify(own.entries) !== JSON.stringify(entries);
    })
    .map(({ name }) => name);
}
