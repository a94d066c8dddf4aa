import { otherSide, type Side } from '../change/change-event.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { writesTo } from './direction.ts';
import type { MappingNode } from './flow-graph.ts';
import type { Lane, LaneField } from './lane.ts';
import type { ProblemList, ProblemPlace } from './problem-list.ts';

type Pair = Omit<LaneField, 'rule'> & { place: ProblemPlace };

/**
 * One-way pairs must not lead in a circle: each round would make other values of the ones before. The fields of
 * a two-way pair count as one place, from which and to which one-way pairs lead.
 */
export function checkLoops(
  lane: Lane,
  pairs: readonly Pair[],
  mapping: MappingNode,
  problems: ProblemList,
): void {
  if (lane.direction !== 'both') return;
  const places = joinPlaces(pairs);
  const ways = pairs.filter((pair) => pair.direction !== 'both').map((pair) => wayOf(pair, places));
  for (const [index, way] of ways.entries()) {
    if (!leadsTo(way.to, way.from, ways)) continue;
    const { pair } = ways[index] as (typeof ways)[number];
    problems.error(
      'PAIR_LOOP',
      pair.place.nodeId ? pair.place : { nodeId: mapping.id },
      `${pair.left} and ${pair.right} are part of a circle: what one of the pairs writes, another one reads to write back.`,
    );
    return;
  }
}

type Way = { pair: Pair; from: string[]; to: string[] };

function placeName(side: Side, field: string): string {
  return `${side} ${field}`;
}

/** By field, the place that it belongs to: all fields that two-way pairs tie are one. */
function joinPlaces(pairs: readonly Pair[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const pair of pairs) {
    if (pair.direction !== 'both') continue;
    const names = (['left', 'right'] as const).flatMap((side) =>
      partsOf(pair, side).map((field) => placeName(side, field)),
    );
    const joined = new Set(names.map((name) => places.get(name) ?? name));
    const [first] = joined;
    for (const name of names) places.set(name, first ?? name);
    for (const [name, place] of places) if (joined.has(place)) places.set(name, first ?? name);
  }
  return places;
}

function wayOf(pair: Pair, places: ReadonlyMap<string, string>): Way {
  const to: Side = writesTo(pair.direction, 'right') ? 'right' : 'left';
  const named = (side: Side) =>
    partsOf(pair, side).map((field) => places.get(placeName(side, field)) ?? placeName(side, field));
  return { pair, from: named(otherSide(to)), to: named(to) };
}

function leadsTo(from: readonly string[], wanted: readonly string[], ways: readonly Way[]): boolean {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (wanted.includes(place)) return true;
    if (seen.has(place)) continue;
    seen.add(place);
    for (const way of ways) if (way.from.includes(place)) waiting.push(...way.to);
  }
  return false;
}
