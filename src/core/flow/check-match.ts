import type { Side } from '../change/change-event.ts';
import { castKind } from '../values/cast-table.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { readsFrom } from './direction.ts';
import type { MappingNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import { type KeyPair, type LinkPath, throughOf } from './link-paths.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks the `match` pairs of a mapping, and gives those whose fields exist. */
export function checkMatch(
  lane: Lane,
  mapping: MappingNode,
  links: LinkPath[],
  problems: ProblemList,
): KeyPair[] {
  const place = { nodeId: mapping.id };
  if (mapping.match.length === 0) {
    const { left, right } = lane;
    problems.error(
      'MATCH_MISSING',
      place,
      'The mapping does not say which fields find the same record on both sides.',
      `Match by ${describeSets(left.stream)} on the left and ${describeSets(right.stream)} on the right; where each side makes its own keys, link them.`,
    );
    return [];
  }
  const keys = mapping.match
    .map(([left, right]) => ({ left, right }))
    .filter((pair) => fieldsExist(lane, pair, mapping, problems));
  // A missing field is told already; what it does to uniqueness need not be.
  if (keys.length < mapping.match.length) return keys;
  for (const side of ['left', 'right'] as const) {
    checkUnique(lane, side, keys, mapping, problems);
    if (readsFrom(lane.direction, side)) checkOldRows(lane, side, keys, mapping, problems);
  }
  // A key that refers to linked records is translated by their links, whatever its types.
  // So is one with steps of its own, which are checked with its pair.
  const direct = keys.filter((pair) => !throughOf(lane, pair, links) && !hasSteps(mapping, pair));
  for (const pair of direct) checkKeyCasts(lane, pair, mapping, problems);
  return keys;
}

function hasSteps(mapping: MappingNode, key: KeyPair): boolean {
  return mapping.fields.some(
    (pair) => pair.left === key.left && pair.right === key.right && pair.transform !== undefined,
  );
}

function fieldsExist(lane: Lane, pair: KeyPair, mapping: MappingNode, problems: ProblemList): boolean {
  const sides = (['left', 'right'] as const).filter((side) => !has(lane[side].stream, pair[side]));
  for (const side of sides) {
    problems.error(
      'FIELD_MISSING',
      { nodeId: mapping.id },
      `The records are matched by a field "${pair[side]}" that ${lane[side].stream.name} does not have.`,
      'Choose another field to match by.',
    );
  }
  return sides.length === 0;
}

function has(stream: StreamSchema, name: string): boolean {
  return stream.fields.some((field) => field.name === name);
}

function checkUnique(
  lane: Lane,
  side: Side,
  keys: KeyPair[],
  mapping: MappingNode,
  problems: ProblemList,
): void {
  const { stream } = lane[side];
  const names = keys.map((pair) => pair[side]);
  const shown = names.join(', ');
  if (!isUniqueSet(stream, names)) {
    problems.error(
      'MATCH_NOT_UNIQUE',
      { nodeId: mapping.id },
      `Nothing makes ${shown} unique in ${stream.name}, so it may find more than one record.`,
      uniqueSets(stream).length === 0
        ? `Give ${stream.name} a primary key or a unique constraint over ${shown}.`
        : `Match by ${describeSets(stream)}, or add a unique constraint over ${shown}.`,
    );
    return;
  }
  const nullable = stream.fields.filter((field) => field.nullable && names.includes(field.name));
  for (const field of nullable) {
    problems.warning(
      'MATCH_NOT_UNIQUE',
      { nodeId: mapping.id },
      `Records of ${stream.name} without ${field.name} are matched with nothing and stay out of the sync.`,
      `Fill ${field.name} everywhere and make it NOT NULL, or match by another field.`,
    );
  }
}

/** Without the complete old row, the log names a changed or deleted record by its primary key alone. */
export function checkOldRows(
  lane: Lane,
  side: Side,
  keys: KeyPair[],
  mapping: MappingNode,
  problems: ProblemList,
): void {
  const { stream } = lane[side];
  if (stream.beforeImage === 'full') return;
  const place = { nodeId: mapping.id };
  const names = keys.map((pair) => pair[side]);
  if (stream.beforeImage === 'none' || !sameSet(stream.key, names)) {
    problems.error(
      'BEFORE_IMAGE_PARTIAL',
      place,
      `The log of ${stream.name} does not name a deleted or renamed record by ${names.join(', ')}.`,
      stream.key.length > 0 && stream.beforeImage === 'key'
        ? `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL), or match by ${stream.key.join(', ')}.`
        : `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL).`,
    );
  } else if (lane.direction === 'both') {
    problems.warning(
      'BEFORE_IMAGE_PARTIAL',
      place,
      `The log of ${stream.name} holds no complete old rows, so Syncline keeps digests of its own and reads more often.`,
      `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL).`,
    );
  }
}

/** A record is looked for from both sides, whichever way values go. */
function checkKeyCasts(lane: Lane, pair: KeyPair, mapping: MappingNode, problems: ProblemList): void {
  const left = lane.left.stream.fields.find((field) => field.name === pair.left);
  const right = lane.right.stream.fields.find((field) => field.name === pair.right);
  if (!left || !right) return;
  const shown = `${pair.left} (${left.nativeType}) and ${pair.right} (${right.nativeType})`;
  for (const cast of [castKind(left.type, right.type), castKind(right.type, left.type)]) {
    if ('refused' in cast) {
      problems.error(
        'CAST_REFUSED',
        { nodeId: mapping.id },
        `Records cannot be matched by ${shown}. ${cast.refused}`,
      );
    } else if (cast.kind === 'lossy') {
      problems.error(
        'CAST_LOSSY',
        { nodeId: mapping.id },
        `Records cannot be matched by ${shown}: different values of one become the same value of the other.`,
        'Match by fields of the same type.',
      );
    }
  }
}

/** Does something make these fields unique together? */
export function isUniqueSet(stream: StreamSchema, names: string[]): boolean {
  return uniqueSets(stream).some((set) => sameSet(set, names));
}

function uniqueSets(stream: StreamSchema): string[][] {
  return [...(stream.key.length > 0 ? [stream.key] : []), ...stream.uniques];
}

function sameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && a.length > 0 && a.every((name) => b.includes(name));
}

function describeSets(stream: StreamSchema): string {
  const sets = uniqueSets(stream).map((set) => (set.length === 1 ? (set[0] ?? '') : `(${set.join(', ')})`));
  return sets.length === 0 ? 'a unique field (there is none yet)' : sets.join(' or ');
}
