import { type CastKind, castKind } from '../values/cast-table.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';

/** A field pair that the names speak for. */
export type PairProposal = {
  left: string;
  right: string;
  /** What the cast from left to right does. */
  kind: CastKind;
  /** One sentence that says why. */
  reason: string;
};

/**
 * Proposes pairs of fields with the same name, whatever its case and its word marks (`createdAt` is
 * `created_at`), whose types can be cast both ways. Every field is proposed at most once; where a name
 * could mean several fields, only an equal spelling pairs them. In the order of the left fields.
 */
export function proposePairs(
  left: Pick<StreamSchema, 'fields'>,
  right: Pick<StreamSchema, 'fields'>,
): PairProposal[] {
  const exact = new Map(right.fields.map((field) => [field.name, field]));
  const loose = uniqueNames(right.fields);
  const leftLoose = uniqueNames(left.fields);
  const proposals = left.fields.map((field): PairProposal | null => {
    const name = plainName(field.name);
    const same = exact.get(field.name);
    const alike = leftLoose.get(name) === field ? loose.get(name) : undefined;
    const partner = same ?? alike;
    return partner ? propose(field, partner) : null;
  });
  return proposals.filter((proposal) => proposal !== null);
}

function propose(left: Field, right: Field): PairProposal | null {
  const forward = castKind(left.type, right.type);
  if ('refused' in forward || 'refused' in castKind(right.type, left.type)) return null;
  const names =
    left.name === right.name ? 'The names are equal' : 'The names are equal but for case and word marks';
  const types =
    forward.kind === 'identity'
      ? 'the types are the same'
      : `${left.nativeType} can be cast to ${right.nativeType} (${forward.kind})`;
  return { left: left.name, right: right.name, kind: forward.kind, reason: `${names}; ${types}.` };
}

/** Fields by their plain name, without those that share it. */
function uniqueNames(fields: readonly Field[]): Map<string, Field> {
  const names = new Map<string, Field | null>();
  for (const field of fields) {
    const name = plainName(field.name);
    names.set(name, names.has(name) ? null : field);
  }
  return new Map([...names].filter((entry): entry is [string, Field] => entry[1] !== null));
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '');
}
