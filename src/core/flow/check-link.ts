import type { Side } from '../change/change-event.ts';
import { castKind } from '../values/cast-table.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { checkOldRows, isUniqueSet } from './check-match.ts';
import { readsFrom, writesTo } from './direction.ts';
import type { Link, MappingNode } from './flow-graph.ts';
import type { Lane, LaneLink } from './lane.ts';
import { type KeyPair, linkKeys } from './link-paths.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks a mapping that links its records; gives the two keys and how records meet, null where that is hopeless. */
export function checkLink(
  lane: Lane,
  mapping: MappingNode & { link: Link },
  problems: ProblemList,
): { keys: KeyPair; link: LaneLink } | null {
  const place = { nodeId: mapping.id };
  if (mapping.match.length > 0) {
    problems.error(
      'LINK_KEY_UNFIT',
      place,
      'The mapping both matches records by shared fields and links them by keys of their own.',
      'Keep one of the two: remove "match", or remove "link".',
    );
  }
  const keys = linkKeys(mapping, lane.left.stream, lane.right.stream);
  if (!keys) {
    const side = (['left', 'right'] as const).find((each) => lane[each].stream.key.length !== 1) ?? 'left';
    problems.error(
      'LINK_KEY_UNFIT',
      place,
      `${lane[side].stream.name} has no primary key of a single field that its records could be linked by.`,
    );
    return null;
  }
  const usable = (['left', 'right'] as const).map((side) => checkKey(lane, side, keys, mapping, problems));
  if (usable.includes(false)) return null;
  for (const side of ['left', 'right'] as const) {
    if (readsFrom(lane.direction, side)) checkOldRows(lane, side, [keys], mapping, problems);
  }
  return { keys, link: { by: checkBy(lane, mapping, problems) } };
}

function checkKey(
  lane: Lane,
  side: Side,
  keys: KeyPair,
  mapping: MappingNode,
  problems: ProblemList,
): boolean {
  const { stream } = lane[side];
  const place = { nodeId: mapping.id };
  const name = keys[side];
  const field = stream.fields.find((each) => each.name === name);
  if (!field) {
    const message = `The records are linked by a field "${name}" that ${stream.name} does not have.`;
    problems.error('FIELD_MISSING', place, message, 'Choose another field to link by.');
    return false;
  }
  if (!isUniqueSet(stream, [name])) {
    problems.error('LINK_KEY_UNFIT', place, `Nothing makes ${name} unique in ${stream.name}.`);
  }
  if (writesTo(lane.direction, side) && !field.hasDefault) {
    problems.error(
      'LINK_KEY_UNFIT',
      place,
      `${stream.name} does not make ${name} by itself, so new records could not get one there.`,
    );
  }
  return true;
}

function checkBy(lane: Lane, mapping: MappingNode & { link: Link }, problems: ProblemList): LaneLink['by'] {
  const place = { nodeId: mapping.id };
  const by: LaneLink['by'] = [];
  for (const [left, right] of mapping.link.by) {
    const form = mapping.link.forms?.[left] ?? 'exact';
    const fields = { left: fieldOf(lane.left.stream, left), right: fieldOf(lane.right.stream, right) };
    for (const side of ['left', 'right'] as const) {
      if (fields[side]) continue;
      const name = side === 'left' ? left : right;
      const message = `Records find each other by a field "${name}" that ${lane[side].stream.name} does not have.`;
      problems.error(
        'FIELD_MISSING',
        place,
        message,
        'Choose another field for records to find each other by.',
      );
    }
    if (!fields.left || !fields.right) continue;
    if (form !== 'exact') {
      // The texts are compared, whatever the types.
      by.push({ left, right, form });
      continue;
    }
    const casts = [
      castKind(fields.left.type, fields.right.type),
      castKind(fields.right.type, fields.left.type),
    ];
    const refused = casts.find((cast) => 'refused' in cast);
    if (refused && 'refused' in refused) {
      problems.error(
        'CAST_REFUSED',
        place,
        `Records cannot find each other by ${left} and ${right}. ${refused.refused}`,
      );
    } else by.push({ left, right });
  }
  warnOfMeeting(lane, mapping, by, problems);
  return by;
}

function warnOfMeeting(lane: Lane, mapping: MappingNode, by: LaneLink['by'], problems: ProblemList): void {
  const place = { nodeId: mapping.id };
  if (by.length === 0) {
    const filled = (['left', 'right'] as const).every((side) => (lane[side].stream.rowEstimate ?? 0) > 0);
    if (!filled) return;
    problems.warning(
      'LINK_AMBIGUOUS',
      place,
      'Both streams hold records, and nothing says how they find each other: each will be made on the other side as well.',
      'Name the fields by which existing records find each other, such as an e-mail address or a number.',
    );
    return;
  }
  for (const side of ['left', 'right'] as const) {
    const names = by.map((pair) => pair[side]);
    if (by.every(({ form }) => !form) && isUniqueSet(lane[side].stream, names)) continue;
    problems.warning(
      'LINK_AMBIGUOUS',
      place,
      `Nothing makes ${names.join(', ')} unique in ${lane[side].stream.name}: records that share it wait until one is left.`,
      'Add a unique constraint over the fields; it also makes the first meeting fast.',
    );
  }
}

function fieldOf(stream: StreamSchema, name: string) {
  return stream.fields.find((field) => field.name === name);
}
