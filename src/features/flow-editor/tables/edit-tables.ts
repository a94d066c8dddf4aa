import { tablesRead } from '#core/code/tables-read.ts';
import { CodeName, type FlowGraph, type FlowTable } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { EditorStore } from '../store/editor-store.ts';

/** Adds a table under a name that no other has; returns its place. One step of undo, like each of these. */
export function addTable(store: EditorStore, wanted: string, entries: FlowTable['entries']): number {
  const name = freeName(store.graph, wanted);
  store.edit((graph) => {
    graph.tables = [...(graph.tables ?? []), { name, entries }];
  });
  return (store.graph.tables?.length ?? 1) - 1;
}

export function removeTable(store: EditorStore, index: number): void {
  store.edit((graph) => {
    graph.tables?.splice(index, 1);
    if (graph.tables?.length === 0) delete graph.tables;
  });
}

export function renameTable(store: EditorStore, index: number, name: string): void {
  store.edit((graph) => {
    const table = graph.tables?.[index];
    if (table) table.name = name;
  });
}

/** @param gesture typing passes one, so that a run of key strokes is one undo step */
export function setEntries(
  store: EditorStore,
  index: number,
  entries: FlowTable['entries'],
  gesture?: string,
): void {
  store.edit(
    (graph) => {
      const table = graph.tables?.[index];
      if (table) table.entries = entries;
    },
    gesture === undefined ? {} : { gesture: `table:${index}:${gesture}` },
  );
}

/** The steps whose code reads a table. */
export function readersOf(graph: FlowGraph, table: string): { id: string; title: string }[] {
  return graph.nodes.flatMap((node) =>
    node.kind === 'code' && tablesRead(node.source).includes(table)
      ? [{ id: node.id, title: nodeTitle(node) }]
      : [],
  );
}

/** The look-up of a pair of fields, which a table can be made of. */
export type LookupSource = { id: string; label: string; name: string; entries: FlowTable['entries'] };

/** Every look-up step of the flow's mappings; what it lists for empty fields has no place in a table. */
export function lookupsIn(graph: FlowGraph): LookupSource[] {
  return graph.nodes.flatMap((node) => {
    if (node.kind !== 'mapping') return [];
    return node.fields.flatMap((pair, index) => {
      const { forward, backward } = pair.transform ?? {};
      return [...(forward ?? []), ...(backward ?? [])].flatMap((step, at) => {
        if (step.kind !== 'lookup') return [];
        const entries = step.entries.flatMap(([from, to]): FlowTable['entries'] =>
          from === null ? [] : [[from, to]],
        );
        const label = `${nodeTitle(node)}: ${pair.left} → ${pair.right}`;
        return [{ id: `${node.id}:${index}:${at}`, label, name: pair.left, entries }];
      });
    });
  });
}

/** The name as it is, or with a number behind it; `table` where it can be no name. */
function freeName(graph: FlowGraph, wanted: string): string {
  const base = CodeName.safeParse(wanted).success ? wanted : 'table';
  const taken = new Set(graph.tables?.map(({ name }) => name));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}${number}`;
  return name;
}
