import type { FieldPair } from '../flow/flow-graph.ts';
import { castKind } from '../values/cast-table.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { DerivedTable } from './derived-table.ts';

/** A stream that was made, with what joins it to the one that it was made of. */
export type CreatedStream = {
  /** The stream that it was made of. */
  source: string;
  stream: string;
  /** Pairs (source, new field) by which records find each other. */
  match: [string, string][];
  /** The source is left. */
  pairs: FieldPair[];
};

/**
 * Joins a stream that was made of another one with it, field by field, by what stands there now: a person may have
 * changed the statements.
 *
 * @param source the stream that it was made of
 * @param connection the one that the source is of
 */
export function createdPairs(
  derived: DerivedTable,
  source: StreamSchema,
  made: StreamSchema,
  connection: string,
): CreatedStream {
  const pairs = derived.fields.flatMap((field): FieldPair[] => {
    const left = source.fields.find(({ name }) => name === field.source);
    const right = made.fields.find(({ name }) => name === field.name);
    if (!left || !right || 'refused' in castKind(left.type, right.type)) return [];
    const matched = derived.match.some(([from, to]) => from === left.name && to === right.name);
    // Pairs that find the record go the way of their mapping, whatever that is.
    const back = matched || (!left.readOnly && !('refused' in castKind(right.type, left.type)));
    const reason = createdFrom(connection, source.name, left.name);
    const decision = { kind: 'created', reason } as const;
    return [{ left: left.name, right: right.name, ...(back ? {} : { direction: 'forward' }), decision }];
  });
  const match = derived.match.filter(([left, right]) =>
    pairs.some((pair) => pair.left === left && pair.right === right),
  );
  return {
    source: source.name,
    stream: made.name,
    match: match.length === derived.match.length ? match : [],
    pairs,
  };
}

/** The evidence of a pair whose one field was made of the other. */
export function createdFrom(connection: string, stream: string, field: string): string {
  return `Created from ${field} of ${stream} in ${connection}.`;
}
