import { sameJson } from '#lib/same-json.ts';
import { mergeLines } from './merge-lines.ts';
import { mergeOrder } from './merge-order.ts';
import { type MergeShape, meant } from './merge-shape.ts';

/** What somebody chose where both changed the same: one side's value, or a text of their own. */
export type MergeChoice = 'mine' | 'theirs' | { text: string };

/** Something that both changed, and not alike. A value that is not there on a side is undefined. */
export type MergeConflict = {
  /** Tells this conflict from the others of a merge. */
  id: string;
  /** Where in the flow: `['nodes', 'map', 'fields', …]`; lists by the keys of what is in them. */
  path: readonly string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** Both texts in one, with markers, where lines were merged. */
  marked?: string;
};

/** What a merge finds and is told as it goes. */
export type Merging = {
  readonly choices: ReadonlyMap<string, MergeChoice>;
  readonly conflicts: MergeConflict[];
};

type Sides = { base: unknown; mine: unknown; theirs: unknown };
type Place = { shape: MergeShape; path: readonly string[] };

/** Where a conflict is, as its id. */
export const conflictId = (path: readonly string[]) => JSON.stringify(path);

/** Three values as one. Parts that one side left alone are the other's; undefined is a value that is not there. */
export function mergeValue(sides: Sides, place: Place, merging: Merging): unknown {
  const { base, mine, theirs } = sides;
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return mine;
  if (sameJson(base, mine)) return theirs;
  const { shape, path } = place;
  if (shape.kind === 'quiet') return shape.keeps === 'mine' ? mine : theirs;
  if (shape.kind === 'list') return mergeList(sides, { shape, path }, merging);
  if (mine === undefined || theirs === undefined) return mergeRemoval(sides, place, merging);
  if (shape.kind === 'parts' && [mine, theirs, base ?? {}].every(isRecord)) {
    return mergeParts(sides, { shape, path }, merging);
  }
  if (shape.kind === 'lines' && typeof mine === 'string' && typeof theirs === 'string') {
    const merged = mergeLines(typeof base === 'string' ? base : '', mine, theirs);
    if (merged && !merged.conflict) return merged.text;
    return choose(merging, { path, ...sides, ...(merged ? { marked: merged.text } : {}) });
  }
  return choose(merging, { path, ...sides });
}

/** One removed it. What the other did to it is a conflict, unless it says nothing about the sync. */
function mergeRemoval(sides: Sides, { shape, path }: Place, merging: Merging): unknown {
  const kept = sides.mine ?? sides.theirs;
  if (sides.base !== undefined && sameJson(meant(shape, sides.base), meant(shape, kept))) return undefined;
  return choose(merging, { path, ...sides });
}

function mergeParts(
  { base, mine, theirs }: Sides,
  { shape, path }: Place & { shape: MergeShape & { kind: 'parts' } },
  merging: Merging,
): unknown {
  const [was, ours, others] = [entries(base), entries(mine), entries(theirs)];
  const keys = new Set([...ours.keys(), ...others.keys()]);
  const merged = [...keys].flatMap((key) => {
    const inner = (Object.hasOwn(shape.parts, key) && shape.parts[key]) || shape.rest;
    const sides = { base: was.get(key), mine: ours.get(key), theirs: others.get(key) };
    const value = mergeValue(sides, { shape: inner, path: [...path, key] }, merging);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(merged);
}

function mergeList(
  { base, mine, theirs }: Sides,
  { shape, path }: Place & { shape: MergeShape & { kind: 'list' } },
  merging: Merging,
): unknown {
  const [was, ours, others] = [byKey(base, shape), byKey(mine, shape), byKey(theirs, shape)];
  const merged = new Map<string, unknown>();
  for (const key of new Set([...others.keys(), ...ours.keys()])) {
    const sides = { base: was.get(key), mine: ours.get(key), theirs: others.get(key) };
    const value = mergeValue(sides, { shape: shapeOf(shape, sides), path: [...path, key] }, merging);
    if (value !== undefined) merged.set(key, value);
  }
  if (merged.size === 0 && (mine === undefined || theirs === undefined)) return undefined;
  const order = mergeOrder([...was.keys()], [...ours.keys()], [...others.keys()]);
  return order.flatMap((key) => (merged.has(key) ? [merged.get(key)] : []));
}

/** Things of one kind are merged part by part; one that became another kind is another thing. */
function shapeOf(shape: MergeShape & { kind: 'list' }, { base, mine, theirs }: Sides): MergeShape {
  const there = [base, mine, theirs].filter((item) => item !== undefined);
  const kinds = new Set(there.map((item) => (isRecord(item) ? item.kind : undefined)));
  return kinds.size === 1 ? shape.item(there[0] as never) : { kind: 'one' };
}

/** Takes what was chosen, else mine, and notes the conflict. */
export function choose(merging: Merging, conflict: Omit<MergeConflict, 'id'>): unknown {
  const id = conflictId(conflict.path);
  merging.conflicts.push({ id, ...conflict });
  const choice = merging.choices.get(id) ?? 'mine';
  return typeof choice === 'object' ? choice.text : conflict[choice];
}

/** Items by their keys; the second one of a key has the key with a number behind. */
function byKey(items: unknown, shape: MergeShape & { kind: 'list' }): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const item of Array.isArray(items) ? items : []) {
    const key = shape.key(item as never);
    let free = key;
    for (let count = 2; found.has(free); count += 1) free = `${key} #${count}`;
    found.set(free, item);
  }
  return found;
}

function entries(value: unknown): Map<string, unknown> {
  return new Map(Object.entries(isRecord(value) ? value : {}));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
