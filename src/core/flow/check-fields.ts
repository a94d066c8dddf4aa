import { otherSide, type Side } from '../change/change-event.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { castKind } from '../values/cast-table.ts';
import type { Field } from '../values/stream-schema.ts';
import { checkLoops } from './check-loops.ts';
import { checkTransform } from './check-transform.ts';
import { narrowDirection, writesTo } from './direction.ts';
import type { MappingNode } from './flow-graph.ts';
import type { Lane, LaneField } from './lane.ts';
import { type KeyPair, type LinkPath, throughOf } from './link-paths.ts';
import { laneNames, pairFields } from './pair-title.ts';
import type { ProblemList, ProblemPlace } from './problem-list.ts';

/** What is noted by the names of fields would take this one for a part of every object. */
const UNMAPPABLE = '__proto__';

/** A field pair on its way to becoming a lane's. */
type Pair = Omit<LaneField, 'rule'> & {
  place: ProblemPlace;
  /** The linking mapping that the pair itself names. */
  named?: string;
};

/**
 * Checks the field pairs of a mapping against both schemas, and gives the lane's: key pairs first,
 * which are there even where the mapping lists them only under `match`.
 */
export function checkFields(
  lane: Lane,
  mapping: MappingNode,
  keys: KeyPair[],
  links: LinkPath[],
  problems: ProblemList,
): Omit<LaneField, 'rule'>[] {
  const listed = mapping.fields.map((_, index) => readPair(lane, mapping, index, keys, problems));
  const pairs = listed
    .filter((pair) => pair !== null)
    .map((pair) => withThrough(lane, pair, links, problems));
  const implied = keys
    .filter((key) => !pairs.some((pair) => pair.left === key.left && pair.right === key.right))
    .map((key): Pair => ({ ...key, direction: lane.direction, key: true, place: { nodeId: mapping.id } }))
    .map((pair) => withThrough(lane, pair, links, problems));
  const keyOrder = (pair: Pair) =>
    keys.findIndex((key) => key.left === pair.left && key.right === pair.right);
  const keyPairs = [...implied, ...pairs.filter((pair) => pair.key)].sort(
    (a, b) => keyOrder(a) - keyOrder(b),
  );
  const all = [...keyPairs, ...pairs.filter((pair) => !pair.key)];
  if (mapping.fields.length === 0) reportEmpty(mapping, problems);
  for (const pair of all) checkPair(lane, pair, problems);
  checkLoops(lane, all, mapping, problems);
  for (const side of ['left', 'right'] as const) {
    checkWrittenOnce(lane, side, all, problems);
    if (writesTo(lane.direction, side)) checkRequired(lane, side, all, mapping, problems);
  }
  return all.map(({ place: _, named: __, ...field }) => field);
}

/** Ties a pair of references, or the own keys of a linked lane, to the links that translate it. */
function withThrough(lane: Lane, pair: Pair, links: LinkPath[], problems: ProblemList): Pair {
  if (lane.link && pair.key) return { ...pair, through: { lane: lane.id, flipped: false } };
  const through = throughOf(lane, { ...pair, through: pair.named }, links);
  if (through) return { ...pair, through };
  if (pair.named !== undefined) {
    problems.error(
      'LINK_THROUGH_UNKNOWN',
      pair.place,
      `${pair.left} and ${pair.right} are said to refer to records of "${pair.named}", which links none between these connections.`,
    );
  }
  return pair;
}

function reportEmpty(mapping: MappingNode, problems: ProblemList): void {
  const place = { nodeId: mapping.id };
  if (mapping.match.length === 0 && !mapping.link)
    problems.error('MAPPING_EMPTY', place, 'The mapping has no field pairs.');
  else
    problems.warning(
      'MAPPING_EMPTY',
      place,
      'The mapping carries nothing but the fields that it matches by.',
    );
}

function readPair(
  lane: Lane,
  mapping: MappingNode,
  index: number,
  keys: KeyPair[],
  problems: ProblemList,
): Pair | null {
  const pair = mapping.fields[index];
  if (!pair) return null;
  const place = { nodeId: mapping.id, fieldIndex: index };
  const names = { left: pairFields(pair, 'left'), right: pairFields(pair, 'right') };
  if (lacksFields(lane, pair, names, place, problems)) return null;
  if ([...names.left, ...names.right].includes(UNMAPPABLE)) {
    problems.error(
      'CAST_REFUSED',
      place,
      `A field called ${UNMAPPABLE} cannot be mapped.`,
      'Give the field another name, or remove the pair.',
    );
    return null;
  }
  const key = keys.some((match) => match.left === pair.left && match.right === pair.right);
  const direction = narrowDirection(lane.direction, pair.direction);
  const narrowed = direction === null || (key && direction !== lane.direction);
  if (narrowed) {
    problems.error(
      'PAIR_DIRECTION',
      place,
      direction === null
        ? `${pair.left} and ${pair.right} go ${pair.direction}, but the mapping goes ${lane.direction}.`
        : `${pair.left} and ${pair.right} find the record, so they go the way of the mapping: ${lane.direction}.`,
      'Set the pair to the direction of the mapping.',
    );
  }
  if (direction === null) return null;
  const { through: named, made, transform } = pair;
  return {
    ...laneNames(names),
    direction: key ? lane.direction : direction,
    key,
    place,
    ...(transform ? { transform } : {}),
    ...(named === undefined ? {} : { named }),
    ...(made === undefined ? {} : { made }),
  };
}

/** Tells of fields that are not there. A side may be without any where the value is computed from nothing. */
function lacksFields(
  lane: Lane,
  pair: MappingNode['fields'][number],
  names: Record<Side, string[]>,
  place: ProblemPlace,
  problems: ProblemList,
): boolean {
  const missing = (['left', 'right'] as const).flatMap((side) => {
    const computed = names[side].length === 0 && isComputed(pair, side);
    const wanted = names[side].length === 0 && !computed ? [''] : names[side];
    return wanted.filter((name) => !findField(lane, side, name)).map((name) => ({ side, name }));
  });
  for (const { side, name } of missing) {
    problems.error(
      'FIELD_MISSING',
      place,
      name === '' ? `The pair has no ${side} field.` : `${lane[side].stream.name} has no field "${name}".`,
      'Choose a field that exists, or remove the pair.',
    );
  }
  return missing.length > 0;
}

/** Does the pair compute what it writes to the other side, from no field of this one? */
function isComputed(pair: MappingNode['fields'][number], side: Side): boolean {
  const steps = side === 'left' ? pair.transform?.forward : pair.transform?.backward;
  return pair.direction === (side === 'left' ? 'forward' : 'backward') && (steps?.length ?? 0) > 0;
}

function findField(lane: Lane, side: Side, name: string): Field | undefined {
  return lane[side].stream.fields.find((field) => field.name === name);
}

function checkPair(lane: Lane, pair: Pair, problems: ProblemList): void {
  // Keys of their own are written as they were taken from their system, whatever their types.
  if (pair.through && pair.key && lane.link) return;
  if (pair.parts || pair.transform) {
    checkTransform(lane, pair, problems);
    return;
  }
  for (const to of ['right', 'left'] as const) {
    const target = findField(lane, to, pair[to]);
    const source = findField(lane, otherSide(to), pair[otherSide(to)]);
    if (!target || !source || !writesTo(pair.direction, to)) continue;
    if (target.readOnly) {
      problems.error(
        'FIELD_READ_ONLY',
        pair.place,
        `${lane[to].stream.name} does not let anybody write ${target.name}.`,
        pair.key
          ? 'Match by another field, or make this one writable (GENERATED BY DEFAULT).'
          : `Let values flow only from ${target.name}, or remove the pair.`,
      );
    }
    // Links translate, whatever the two types are.
    if (pair.through) continue;
    // What there is no cast for has none the other way either: it is told once.
    if (!checkCast(pair, source, target, problems)) return;
    if (source.nullable && !target.nullable && !target.hasDefault) {
      problems.warning(
        'NOT_NULL_VIOLATION',
        pair.place,
        `${source.name} may be empty, ${target.name} may not: such records will fail.`,
        `Allow NULL in ${target.name}, or make ${source.name} NOT NULL.`,
      );
    }
  }
}

/** Is there a cast? What keeps a key pair from matching is told with the match, both ways. */
function checkCast(pair: Pair, source: Field, target: Field, problems: ProblemList): boolean {
  const cast = castKind(source.type, target.type);
  const shown = `${source.name} (${source.nativeType}) to ${target.name} (${target.nativeType})`;
  if ('refused' in cast) {
    if (!pair.key)
      problems.error('CAST_REFUSED', pair.place, `No value can go from ${shown}. ${cast.refused}`);
    return false;
  }
  if (cast.kind === 'lossy' && !pair.key) {
    problems.warning('CAST_LOSSY', pair.place, `The way from ${shown} drops part of some values.`);
  } else if (cast.kind === 'narrowing') {
    problems.warning(
      'CAST_FAILED',
      pair.place,
      `Some values will not fit on the way from ${shown}; their records will wait as failed.`,
      `Give ${target.name} a type that takes every value of ${source.name}, or see to it that only fitting ones occur.`,
    );
  }
  return true;
}

function checkWrittenOnce(lane: Lane, side: Side, pairs: Pair[], problems: ProblemList): void {
  const written = new Map<string, Pair>();
  const writes = pairs.filter((pair) => writesTo(pair.direction, side));
  for (const { pair, name } of writes.flatMap((each) =>
    partsOf(each, side).map((part) => ({ pair: each, name: part })),
  )) {
    const earlier = written.get(name);
    written.set(name, earlier ?? pair);
    if (!earlier) continue;
    const from = otherSide(side);
    const sources =
      earlier[from] === pair[from] ? `${pair[from]} twice` : `${earlier[from]} and ${pair[from]}`;
    const place = pair.place.fieldIndex === undefined ? earlier.place : pair.place;
    problems.error(
      'FIELD_MAPPED_TWICE',
      place,
      `${name} of ${lane[side].stream.name} is written from ${sources}.`,
    );
  }
}

/** Inserts can happen wherever the lane writes. */
function checkRequired(
  lane: Lane,
  side: Side,
  pairs: Pair[],
  mapping: MappingNode,
  problems: ProblemList,
): void {
  const written = new Set(
    pairs.filter((pair) => writesTo(pair.direction, side)).flatMap((pair) => partsOf(pair, side)),
  );
  for (const field of lane[side].stream.fields) {
    if (field.nullable || field.hasDefault || field.readOnly || written.has(field.name)) continue;
    problems.error(
      'FIELD_REQUIRED',
      { nodeId: mapping.id },
      `${lane[side].stream.name} needs ${field.name}, and nothing is mapped to it: new records could not be created.`,
    );
  }
}
