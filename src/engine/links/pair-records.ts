import { otherSide, type Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { compileCast } from '#core/values/cast.ts';
import { normalText } from '#core/values/same-value.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Image, Row, Value } from '#core/values/value.ts';
import type { LinkBook } from './link-book.ts';

type ByField = {
  names: Record<Side, string>;
  to: Record<Side, (value: Value) => Value>;
  normal: Record<Side, (value: Value) => string | null>;
};

/** How records of a lane find each other when they first meet. */
export type Meeting = { lane: Lane; keys: Record<Side, string>; by: ByField[] };

/** Compiles the `by` pairs of a linked lane. @throws SyncError `FIELD_MISSING`, `CAST_REFUSED`. */
export function compileMeeting(lane: Lane, keys: Record<Side, string>): Meeting {
  const by = (lane.link?.by ?? []).map(({ left, right }): ByField => {
    const fields = { left: fieldOf(lane, 'left', left), right: fieldOf(lane, 'right', right) };
    return {
      names: { left, right },
      to: {
        left: compileCast(fields.right, fields.left).convert,
        right: compileCast(fields.left, fields.right).convert,
      },
      normal: { left: normalText(fields.left), right: normalText(fields.right) },
    };
  });
  return { lane, keys, by };
}

/**
 * For records of `side` that have no link: the key of the one record of the other side that carries
 * the same values and has none either. Where several on either side carry them, all are ambiguous.
 */
export async function pairRecords(
  { lane, keys, by }: Meeting,
  sessions: Record<Side, ConnectorSession>,
  book: LinkBook,
  side: Side,
  records: { key: string; image: Image }[],
): Promise<{ pairs: Map<string, string>; ambiguous: Set<string> }> {
  const other = otherSide(side);
  const wanted = new Map<string, { here: Row; there: Row; key: string }>();
  const groups = new Map<string, Row>();
  for (const { key, image } of records) {
    const values = valuesOf(by, side, image);
    if (!values) continue;
    wanted.set(key, { ...values, key });
    groups.set(nameOf(by, other, values.there), values.there);
  }
  const result = { pairs: new Map<string, string>(), ambiguous: new Set<string>() };
  if (by.length === 0 || wanted.size === 0) return result;
  const read = async (from: Side, values: Row[]) => {
    const fields = [...new Set([keys[from], ...by.map((field) => field.names[from])])];
    const key = by.map((field) => field.names[from]);
    const rows = await sessions[from].source.read({
      stream: lane[from].stream.name,
      fields,
      key,
      keys: values,
    });
    await book.load(
      from,
      rows.flatMap((row) => row[keys[from]] ?? []),
    );
    const free = rows.filter((row) => isFree(book, from, row[keys[from]] ?? null));
    return [...new Map(free.map((row) => [row[keys[from]], row])).values()];
  };
  const [here, there] = await Promise.all([
    read(
      side,
      [...wanted.values()].map((each) => each.here),
    ),
    read(other, [...groups.values()]),
  ]);
  const rivals = groupBy(here, (row) => {
    const values = valuesOf(by, side, row);
    return values && nameOf(by, other, values.there);
  });
  const partners = groupBy(there, (row) => nameOf(by, other, row));
  for (const { key, there: values } of wanted.values()) {
    const group = nameOf(by, other, values);
    const found = partners.get(group) ?? [];
    const others = (rivals.get(group) ?? []).filter((row) => row[keys[side]] !== key);
    if (found.length === 0) continue;
    const partner = found[0]?.[keys[other]];
    if (found.length === 1 && others.length === 0 && partner) result.pairs.set(key, partner);
    else result.ambiguous.add(key);
  }
  return result;
}

/** Has the record no counterpart yet? */
function isFree(book: LinkBook, side: Side, key: Value): boolean {
  return key !== null && (book.peek(side, key)?.[otherSide(side)] ?? null) === null;
}

/** The values to look for on both sides; null where one is missing, empty, or does not fit the other side. */
function valuesOf(by: ByField[], side: Side, image: Image): { here: Row; there: Row } | null {
  const other = otherSide(side);
  const values: { here: Row; there: Row } = { here: {}, there: {} };
  for (const { names, to } of by) {
    const value = image[names[side]] ?? null;
    if (value === null) return null;
    values.here[names[side]] = value;
    try {
      values.there[names[other]] = to[other](value);
    } catch (error) {
      if (error instanceof SyncError) return null;
      throw error;
    }
  }
  return values;
}

function nameOf(by: ByField[], side: Side, row: Row): string {
  return JSON.stringify(by.map(({ names, normal }) => normal[side](row[names[side]] ?? null)));
}

function groupBy(rows: Row[], nameOfRow: (row: Row) => string | null): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOfRow(row);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

function fieldOf(lane: Lane, side: Side, name: string): Field {
  const field = lane[side].stream.fields.find((each) => each.name === name);
  if (!field) throw new SyncError('FIELD_MISSING', `${lane[side].stream.name} has no field ${name}.`);
  return field;
}
