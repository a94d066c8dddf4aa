import type { SchemaLookup } from '../flow/compile.ts';
import { findPaths, type LanePath } from '../flow/find-paths.ts';
import type { FlowGraph } from '../flow/flow-graph.ts';
import { ProblemList } from '../flow/problem-list.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { TableWish } from './table-wish.ts';

/** A stream that a flow names and that is not there, and the one on the other side that it could be made of. */
export type MissingStream = {
  nodeId: string;
  connection: string;
  stream: string;
  from: { connection: string; stream: string };
  /** The names that the mapping has for its fields; fields that nothing is mapped to are left out. */
  wish: TableWish;
};

/** The streams that would have to be made for a flow, each once, where the other side of a lane is there. */
export function missingStreams(graph: FlowGraph, schemas: SchemaLookup): MissingStream[] {
  const found = new Map<string, MissingStream>();
  for (const path of findPaths(graph, new ProblemList())) {
    for (const side of ['left', 'right'] as const) {
      const missing = path[side];
      const other = path[side === 'left' ? 'right' : 'left'];
      const source = schemas(other.connection, other.stream);
      if (missing.stream === '' || typeof source === 'string' || !source) continue;
      if (schemas(missing.connection, missing.stream) !== 'missing') continue;
      const key = JSON.stringify([missing.connection, missing.stream]);
      if (found.has(key)) continue;
      found.set(key, {
        nodeId: missing.id,
        connection: missing.connection,
        stream: missing.stream,
        from: { connection: other.connection, stream: other.stream },
        wish: wishOf(path, side, source),
      });
    }
  }
  return [...found.values()];
}

/** @param side the one that is missing */
function wishOf({ mapping, ...ends }: LanePath, side: 'left' | 'right', source: StreamSchema): TableWish {
  const from = side === 'left' ? 'right' : 'left';
  const pairs = [...mapping.match.map(([left, right]) => ({ left, right })), ...mapping.fields];
  const names = new Map(pairs.map((pair) => [pair[from], pair[side]]));
  const fields = source.fields.map(({ name }): [string, TableWish['fields'][string]] => {
    const wanted = names.get(name);
    // A mapping with nothing in it takes what is proposed.
    if (pairs.length === 0) return [name, {}];
    return [name, wanted ? { name: wanted, leaveOut: false } : { leaveOut: true }];
  });
  return {
    stream: source.name,
    name: ends[side].stream,
    fields: Object.fromEntries(fields),
    match: mapping.match.map((pair) => pair[from === 'left' ? 0 : 1]),
  };
}
