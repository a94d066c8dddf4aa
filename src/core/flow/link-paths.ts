import type { StreamSchema } from '../values/stream-schema.ts';
import type { FieldPair, MappingNode } from './flow-graph.ts';
import type { Lane, LaneEnd, LaneField } from './lane.ts';

/** A pair of fields that finds the record, by name. */
export type KeyPair = { left: string; right: string };

/** A path whose records are linked: each side makes its own keys. */
export type LinkPath = {
  /** The lane's id. */
  lane: string;
  mappingNodeId: string;
  left: LaneEnd;
  right: LaneEnd;
  keys: KeyPair;
};

/** The key of each side that links tie; null where a side has none that is named or implied. */
export function linkKeys(mapping: MappingNode, left: StreamSchema, right: StreamSchema): KeyPair | null {
  const keyOf = (named: string | undefined, { key }: StreamSchema) =>
    named ?? (key.length === 1 ? (key[0] ?? null) : null);
  const keys = { left: keyOf(mapping.link?.left, left), right: keyOf(mapping.link?.right, right) };
  return keys.left === null || keys.right === null ? null : { left: keys.left, right: keys.right };
}

/**
 * The linked lane whose keys the values of a pair are: the one that the pair names, or else the one
 * that both fields are foreign keys to. Null where there is none.
 */
export function throughOf(
  lane: Pick<Lane, 'left' | 'right'>,
  pair: Pick<FieldPair, 'left' | 'right' | 'through'>,
  paths: LinkPath[],
): LaneField['through'] | null {
  const candidates = paths
    .filter((path) => pair.through === undefined || pair.through === path.mappingNodeId)
    .flatMap((path) => [false, true].map((flipped) => ({ path, flipped })))
    .filter(({ path, flipped }) => joinsSameConnections(lane, path, flipped));
  const referred = candidates.find(
    ({ path, flipped }) =>
      refersTo(
        lane.left,
        pair.left,
        flipped ? path.right : path.left,
        flipped ? path.keys.right : path.keys.left,
      ) &&
      refersTo(
        lane.right,
        pair.right,
        flipped ? path.left : path.right,
        flipped ? path.keys.left : path.keys.right,
      ),
  );
  const chosen = referred ?? (pair.through === undefined ? undefined : candidates[0]);
  return chosen ? { lane: chosen.path.lane, flipped: chosen.flipped } : null;
}

function joinsSameConnections(
  lane: Pick<Lane, 'left' | 'right'>,
  { left, right }: LinkPath,
  flipped: boolean,
): boolean {
  const [near, far] = flipped ? [right, left] : [left, right];
  return near.connection === lane.left.connection && far.connection === lane.right.connection;
}

function refersTo(end: LaneEnd, field: string, parent: LaneEnd, key: string): boolean {
  return end.stream.references.some(
    ({ fields, stream, referencedFields }) =>
      fields.length === 1 &&
      fields[0] === field &&
      stream === parent.stream.name &&
      referencedFields[0] === key,
  );
}
