import type { Side } from '../change/change-event.ts';
import type { Lane } from '../flow/lane.ts';
import type { Image, Row, Value } from '../values/value.ts';
import { fieldsNamed, gatherFields, spreadFields } from './joined-fields.ts';

/** A column of a lane's rows that stands for several fields of a side, or for none. */
export type JoinedColumn = {
  name: string;
  parts: string[];
  /** The list of the parts' texts. */
  gather: (values: readonly Value[]) => string;
  /** The parts' values out of the list. Throws Misfit for one that does not fit. */
  spread: (list: string) => Value[];
};

/** The joined columns of a lane's side; none in most lanes. */
export function joinedColumns(lane: Pick<Lane, 'left' | 'right' | 'fields'>, side: Side): JoinedColumn[] {
  return lane.fields.flatMap((pair) => {
    const parts = pair.parts?.[side];
    if (!parts) return [];
    const fields = fieldsNamed(lane[side].stream, parts);
    return [{ name: pair[side], parts, gather: gatherFields(fields), spread: spreadFields(fields) }];
  });
}

/** The system's own fields behind these columns, each once. */
export function ownFields(names: readonly string[], joined: readonly JoinedColumn[]): string[] {
  const own = names.flatMap((name) => joined.find((column) => column.name === name)?.parts ?? [name]);
  return [...new Set(own)];
}

/**
 * An image with its joined columns. A part that the new row's log leaves out has the value of the old row.
 * A column of which a part is unknown is unknown.
 */
export function withJoined<T extends Image>(
  image: T,
  joined: readonly JoinedColumn[],
  earlier?: Image | null,
): T {
  const columns: Image = {};
  for (const { name, parts, gather } of joined) {
    const values = parts.map((part) => image[part] ?? (image[part] === undefined ? earlier?.[part] : null));
    columns[name] = values.includes(undefined) ? undefined : gather(values as Value[]);
  }
  return { ...image, ...columns };
}

/** A row in the system's own fields: joined columns are taken apart. */
export function withoutJoined(row: Row, joined: readonly JoinedColumn[]): Row {
  const own: Row = { ...row };
  for (const { name, parts, spread } of joined) {
    const list = own[name];
    delete own[name];
    if (list === undefined || parts.length === 0) continue;
    const values = list === null ? parts.map(() => null) : spread(list);
    for (const [at, part] of parts.entries()) own[part] = values[at] ?? null;
  }
  return own;
}
