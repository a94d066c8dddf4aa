import type { Write } from '../ports/target.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Row } from '../values/value.ts';

/** What a target must know of a table to put writes in order; a connector's own table has more. */
export type WritableTable = {
  stream: string;
  columns: ReadonlyMap<string, { nullable: boolean }>;
  foreignKeys: readonly { fields: string[]; parent: string; parentFields: string[] }[];
};

/** What the writes of one statement have in common. */
export type WriteShape<Table extends WritableTable> = {
  tag: string;
  op: Write['op'];
  table: Table;
  key: string[];
  set: string[];
  guard: string[];
  compareAs: Record<string, NeutralType>;
};

/** A write with its place in the batch. */
export type PlacedWrite = { write: Write; index: number };

/** Writes that one statement can carry. */
export type WriteGroup<Table extends WritableTable> = { shape: WriteShape<Table>; items: PlacedWrite[] };

/** Puts writes of one shape together, whatever lies between them. Groups come in order of appearance. */
export function groupByShape<Table extends WritableTable>(
  items: PlacedWrite[],
  tables: Map<string, Table>,
): WriteGroup<Table>[] {
  const groups = new Map<string, WriteGroup<Table>>();
  let last: WriteGroup<Table> | undefined;
  for (const item of items) {
    // Neighbours are nearly always alike.
    if (!last || !isAlike(last.items[0]!.write, item.write)) {
      const id = shapeId(item.write);
      last = groups.get(id) ?? { shape: shapeOf(item.write, tables), items: [] };
      if (last.items.length === 0) groups.set(id, last);
    }
    last.items.push(item);
  }
  return [...groups.values()];
}

/** Puts only neighbours of one shape together: the writes stay in order. */
export function groupNeighbours<Table extends WritableTable>(
  items: PlacedWrite[],
  tables: Map<string, Table>,
): WriteGroup<Table>[] {
  const groups: WriteGroup<Table>[] = [];
  let lastId: string | null = null;
  for (const item of items) {
    const id = shapeId(item.write);
    if (id === lastId) groups.at(-1)!.items.push(item);
    else groups.push({ shape: shapeOf(item.write, tables), items: [item] });
    lastId = id;
  }
  return groups;
}

/**
 * The order in which constraints are least likely to be met: deletes, children before parents; then
 * the rest, parents before children. A record is in the batch once, so its order cannot break.
 */
export function orderByReferences<Table extends WritableTable>(
  groups: WriteGroup<Table>[],
  tables: Map<string, Table>,
): WriteGroup<Table>[] {
  const depth = new Map<string, number>();
  const visit = (stream: string, path: Set<string>): number => {
    const known = depth.get(stream);
    if (known !== undefined) return known;
    if (path.has(stream)) return 0;
    path.add(stream);
    const parents = tables
      .get(stream)!
      .foreignKeys.map(({ parent }) => parent)
      .filter((parent) => parent !== stream && tables.has(parent));
    const found = parents.length === 0 ? 0 : 1 + Math.max(...parents.map((parent) => visit(parent, path)));
    path.delete(stream);
    depth.set(stream, found);
    return found;
  };
  for (const stream of tables.keys()) visit(stream, new Set());
  const rank = ({ shape }: WriteGroup<Table>) => {
    const own = depth.get(shape.table.stream)!;
    return shape.op === 'delete' ? -1 - own : 1 + own;
  };
  // The tag comes last: each change of tag costs a statement.
  const tags = [...new Set(groups.map((group) => group.shape.tag))];
  return groups
    .map((group, index) => ({ group, rank: rank(group), tag: tags.indexOf(group.shape.tag), index }))
    .sort((a, b) => a.rank - b.rank || a.tag - b.tag || a.index - b.index)
    .map(({ group }) => group);
}

/** Can one statement carry both? */
function isAlike(one: Write, other: Write): boolean {
  return (
    one.op === other.op &&
    one.tag === other.tag &&
    one.stream === other.stream &&
    one.compareAs === other.compareAs &&
    haveSameNames(one.key, other.key) &&
    haveSameNames(one.set, other.set) &&
    haveSameNames(one.guard, other.guard)
  );
}

function haveSameNames(one: Row | null, other: Row | null): boolean {
  if (!one || !other) return one === other;
  let names = 0;
  for (const name in one) {
    if (!Object.hasOwn(other, name)) return false;
    names += 1;
  }
  for (const _ in other) names -= 1;
  return names === 0;
}

/** No name holds a NUL character; fields in another order only make another group. */
function shapeId({ tag, stream, op, key, set, guard, compareAs }: Write): string {
  const names = [key, set, guard].map((row) => (row === null ? '\0' : Object.keys(row).join('\0')));
  return `${tag}\0${stream}\0${op}\0\0${names.join('\0\0')}\0\0${compareAs ? compareId(compareAs) : ''}`;
}

const compareIds = new WeakMap<object, string>();

/** The same object stands on every write of a lane side: spell it once. */
function compareId(compareAs: Record<string, NeutralType>): string {
  let id = compareIds.get(compareAs);
  if (id === undefined) {
    id = JSON.stringify(compareAs);
    compareIds.set(compareAs, id);
  }
  return id;
}

function shapeOf<Table extends WritableTable>(write: Write, tables: Map<string, Table>): WriteShape<Table> {
  const key = Object.keys(write.key).sort();
  const set = Object.keys(write.set).sort();
  const creates = write.op === 'insert' || write.op === 'upsert';
  return {
    tag: write.tag,
    op: write.op,
    table: tables.get(write.stream)!,
    key,
    set: creates ? [...new Set([...key, ...set])] : write.op === 'delete' ? [] : set,
    guard: creates || write.guard === null ? [] : Object.keys(write.guard).sort(),
    compareAs: write.compareAs ?? {},
  };
}
