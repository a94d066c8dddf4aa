import { otherSide, type Side } from '#core/change/change-event.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import type { Problem } from '#core/flow/problem.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { FieldSuggestions, RoundTripCheck, RoundTripFinding } from '../node-environment.client.tsx';
import { pairDirection, pairLines } from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';
import { type OpenSuggestion, openSuggestions } from './open-suggestions.ts';
import { ownKeyOf } from './own-key.ts';
import { type PairCast, pairCast } from './pair-cast.ts';

/** A field pair of the mapping, with all that a person should see of it. */
export type PairRow = {
  kind: 'pair';
  id: string;
  /** Index into `fields`; -1 where the pair stands in `match` alone. */
  index: number;
  pair: FieldPair;
  /** It finds the record. */
  match: boolean;
  /** Undefined while the schema is unknown, or where there is no such field. */
  left: Field | undefined;
  right: Field | undefined;
  direction: Direction;
  /** Null while a field is unknown. */
  cast: PairCast | null;
  problems: readonly Problem[];
  /** What its real values came to, there and back, where that was asked for. */
  trips: readonly RoundTripFinding[];
};

/** A pair that is suggested and waits for a person. */
export type SuggestionRow = {
  kind: 'suggestion';
  id: string;
  left: Field;
  right: Field;
  cast: PairCast;
  /** The fields that must be mapped. */
  required: Record<Side, boolean>;
  suggestion: Suggestion;
  /** Other right fields that the left one may belong to, the likeliest first. */
  others: readonly Suggestion[];
};

/** A field that no pair holds, and no suggestion names. */
export type OpenField = {
  kind: 'open';
  id: string;
  side: Side;
  field: Field;
  /** New records of its side cannot be made without it. */
  required: boolean;
};

export type MappingRows = {
  pairs: readonly PairRow[];
  suggestions: readonly SuggestionRow[];
  open: Readonly<Record<Side, readonly OpenField[]>>;
  counts: MappingCounts;
  /** For each left field its likeliest right ones, best first. */
  ranked: FieldSuggestions['ranked'];
};

/** The figures that are always in sight. */
export type MappingCounts = {
  paired: number;
  review: number;
  /** Fields that must be mapped and are not. */
  required: number;
  /** Fields of both sides that no pair holds. */
  unmapped: number;
  /** Pairs that took themselves, and that nobody has stood by since. */
  automatic: number;
  /** Pairs with a problem, and fields that must be mapped. */
  problems: number;
};

/** Is there anything wrong with the pair? */
export const isTroubled = ({ problems, trips }: PairRow): boolean => problems.length + trips.length > 0;

/** The id of a pair's row; the same for a suggestion, so that accepting it leaves it the active row. */
export const pairId = (left: string, right: string) => `${left}\n${right}`;
export const openId = (side: Side, name: string) => `${side}\n\n${name}`;

/** Everything that the list of a mapping shows, before it is searched, filtered and sorted. */
export function mappingRows(
  node: MappingNode,
  sides: MappingSides,
  suggestions: FieldSuggestions | null,
  problems: readonly Problem[],
  trips: RoundTripCheck['found'] = null,
): MappingRows {
  const pairs = pairRows(node, sides, problems, trips);
  const needed = { left: neededFields(node, sides, 'left'), right: neededFields(node, sides, 'right') };
  const waiting = openSuggestions(node, sides, suggestions).map((suggestion) =>
    suggestionRow(node, needed, suggestion),
  );
  const open = (side: Side) => {
    const taken = new Set([
      ...pairs.flatMap(({ pair }) => pairFields(pair, side)),
      ...waiting.map((row) => row[side].name),
    ]);
    return [...sides[side].fields.values()]
      .filter(({ name }) => !taken.has(name))
      .map(
        (field): OpenField => ({
          kind: 'open',
          id: openId(side, field.name),
          side,
          field,
          required: needed[side].has(field.name),
        }),
      );
  };
  const rows = { pairs, suggestions: waiting, open: { left: open('left'), right: open('right') } };
  const required = needed.left.size + needed.right.size;
  return {
    ...rows,
    ranked: suggestions?.ranked ?? [],
    counts: {
      paired: pairs.length,
      review: waiting.length + pairs.filter(({ pair }) => pair.decision?.reopened).length,
      automatic: pairs.filter(({ pair }) => pair.decision?.kind === 'automatic').length,
      required,
      unmapped: rows.open.left.length + rows.open.right.length,
      problems: pairs.filter(isTroubled).length + required,
    },
  };
}

/** The pairs, in the order of the left side's schema. */
function pairRows(
  node: MappingNode,
  sides: MappingSides,
  problems: readonly Problem[],
  trips: RoundTripCheck['found'],
): PairRow[] {
  const byIndex = Map.groupBy(problems, ({ fieldIndex }) => fieldIndex);
  const order = new Map([...sides.left.fields.keys()].map((name, place) => [name, place]));
  const place = ({ pair }: PairRow) => order.get(pair.left) ?? order.size;
  const rows = pairLines(node).map(({ index, pair, match }): PairRow => {
    const left = sides.left.fields.get(pair.left);
    const right = sides.right.fields.get(pair.right);
    const direction = pairDirection(node, pair);
    return {
      kind: 'pair',
      id: pairId(pair.left, pair.right),
      index,
      pair,
      match,
      left,
      right,
      direction,
      cast: left && right ? pairCast(left, right, direction) : null,
      problems: (index >= 0 ? byIndex.get(index) : undefined) ?? [],
      trips: trips?.get(pair) ?? [],
    };
  });
  return rows.toSorted((a, b) => place(a) - place(b));
}

function suggestionRow(
  node: MappingNode,
  needed: Record<Side, ReadonlySet<string>>,
  { suggestion, left, right, others }: OpenSuggestion,
): SuggestionRow {
  return {
    kind: 'suggestion',
    id: pairId(left.name, right.name),
    left,
    right,
    cast: pairCast(left, right, node.direction),
    required: { left: needed.left.has(left.name), right: needed.right.has(right.name) },
    suggestion,
    others,
  };
}

/**
 * Fields of a side that must be given a value where new records are made there, and are given none: they
 * may not be empty, and the system does not fill them in. The compiler refuses a mapping without them.
 */
function neededFields(node: MappingNode, sides: MappingSides, side: Side): ReadonlySet<string> {
  const { schema } = sides[side];
  if (!schema || !sides[otherSide(side)].schema || !writesTo(node.direction, side)) return new Set();
  const written = new Set(
    pairLines(node)
      .filter(({ pair }) => writesTo(pairDirection(node, pair), side))
      .flatMap(({ pair }) => pairFields(pair, side)),
  );
  const ownKey = ownKeyOf(node, sides, side);
  return new Set(
    schema.fields
      .filter(({ nullable, hasDefault, readOnly }) => !nullable && !hasDefault && !readOnly)
      .map(({ name }) => name)
      .filter((name) => !written.has(name) && name !== ownKey),
  );
}
