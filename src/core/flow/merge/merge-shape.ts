import type { FieldPair, FlowNode, FlowTable } from '../flow-graph.ts';
import { pairFields } from '../pair-title.ts';

/** How two people's changes of one value become one value. */
export type MergeShape =
  /** Both changed it, and not alike: somebody has to choose. */
  | { kind: 'one' }
  /** A text whose lines are merged. */
  | { kind: 'lines' }
  /** An object, part by part; parts without a shape of their own have that of `rest`. */
  | { kind: 'parts'; parts: Readonly<Record<string, MergeShape>>; rest: MergeShape }
  /** A list of things that are known by a key. */
  | { kind: 'list'; key: (item: never) => string; item: (item: never) => MergeShape }
  /** Says nothing about the sync: whoever changed it has it, and where both did, it is one of theirs. */
  | { kind: 'quiet'; keeps: 'mine' | 'theirs' };

const one: MergeShape = { kind: 'one' };
const lines: MergeShape = { kind: 'lines' };
/** Whoever moved a node last has it where they put it. */
const place: MergeShape = { kind: 'quiet', keeps: 'mine' };
/** What the server wrote down of a decision stands. */
const written: MergeShape = { kind: 'quiet', keeps: 'theirs' };

function parts(known: Readonly<Record<string, MergeShape>>, rest: MergeShape = one): MergeShape {
  return { kind: 'parts', parts: known, rest };
}

function list<T>(key: (item: T) => string, item: MergeShape): MergeShape {
  return { kind: 'list', key: key as (item: never) => string, item: () => item };
}

/** Pairs are known by their fields, in either list of them. */
export const pairKey = (pair: Pick<FieldPair, 'left' | 'right' | 'also'>) =>
  JSON.stringify([pairFields(pair, 'left'), pairFields(pair, 'right')]);

const perField = parts({});
const byKind: Record<FlowNode['kind'], Readonly<Record<string, MergeShape>>> = {
  endpoint: {},
  mapping: {
    link: parts({ forms: perField }),
    fields: list(pairKey, parts({ decision: written })),
    rejected: list(
      (pair: { left: string; right: string }) => JSON.stringify([pair.left, pair.right]),
      written,
    ),
  },
  filter: {},
  router: { branches: list((branch: { id: string }) => branch.id, parts({})) },
  code: {
    source: lines,
    ejected: written,
    fields: list((field: { name: string }) => field.name, one),
    modules: perField,
    cases: list((each: { name: string; entry: string }) => JSON.stringify([each.entry, each.name]), one),
    pins: list((each: { entry: string; input: object }) => JSON.stringify([each.entry, each.input]), one),
  },
  conflict: { fields: perField, deletes: perField, first: parts({ fields: perField }) },
  note: { text: lines, colour: place, size: place, about: place },
};

/** How a node is merged with others of its kind. */
export function nodeShape(node: FlowNode): MergeShape {
  return parts({ ...byKind[node.kind], position: place });
}

export const nodesShape: MergeShape = {
  kind: 'list',
  key: ((node: FlowNode) => node.id) as (item: never) => string,
  item: nodeShape as (item: never) => MergeShape,
};

export const edgesShape = list((edge: { id: string }) => edge.id, one);

export const tablesShape = list(
  (table: FlowTable) => table.name,
  parts({ entries: list(([key]: FlowTable['entries'][number]) => key, one) }),
);

/** A value without what says nothing about the sync; something deleted was edited if this changed. */
export function meant(shape: MergeShape, value: unknown): unknown {
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((item) => meant(shape.item(item as never), item));
  }
  if (shape.kind !== 'parts' || typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const inner = Object.hasOwn(shape.parts, key) ? shape.parts[key] : shape.rest;
    return !inner || inner.kind === 'quiet' ? [] : [[key, meant(inner, part)]];
  });
  return Object.fromEntries(kept);
}
