import { ConflictNode, type FlowGraph, FORMAT_VERSION, MappingNode } from '#core/flow/flow-graph.ts';
import type { Suggestions, Thresholds } from '#core/mapping/suggestion.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { drawSuggested } from '#nodes/mapping/draw-suggested.ts';

type DraftSide = { connection: string; stream: string; schema: StreamSchema };

/** A flow between two streams with the suggestions that are sure enough, named after both. */
export function draftFlow(
  left: DraftSide,
  right: DraftSide,
  suggestions: Suggestions & { thresholds: Thresholds },
): FlowGraph {
  const map = MappingNode.parse({ id: 'map', kind: 'mapping' });
  drawSuggested(map, left.schema, right.schema, suggestions, suggestions.thresholds.accept);
  const end = (id: string, { connection, stream }: DraftSide) =>
    ({ id, kind: 'endpoint', connection, stream }) as const;
  const plain = (stream: string) => stream.split('.').at(-1) ?? stream;
  return {
    formatVersion: FORMAT_VERSION,
    name: `${left.connection} ${plain(left.stream)} and ${right.connection} ${plain(right.stream)}`.slice(
      0,
      120,
    ),
    nodes: [
      end('left', left),
      map,
      ConflictNode.parse({ id: 'rule', kind: 'conflict' }),
      end('right', right),
    ],
    edges: [
      { id: 'e1', source: 'left', target: 'map' },
      { id: 'e2', source: 'map', target: 'rule' },
      { id: 'e3', source: 'rule', target: 'right' },
    ],
  };
}
