import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Lane } from '#core/flow/lane.ts';
import { compileMatching, type Matching } from '#core/matching/compile-matching.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Image, Row, Value } from '#core/values/value.ts';
import type { LinkBook } from './link-book.ts';
import type { MatchIndex } from './match-index.ts';

/** How records of a lane find each other when they first meet. */
export type Meeting = {
  lane: Lane;
  keys: Record<Side, string>;
  matching: Matching;
  /** Null where each system finds the rows by itself. */
  index: MatchIndex | null;
};

/** Compiles the `by` pairs of a linked lane. @throws SyncError `FIELD_MISSING`, `CAST_REFUSED`. */
export function compileMeeting(
  lane: Lane,
  keys: Record<Side, string>,
  openIndex: (matching: Matching) => MatchIndex,
): Meeting {
  const matching = compileMatching(lane, lane.link?.by ?? []);
  return { lane, keys, matching, index: matching.exact ? null : openIndex(matching) };
}

/**
 * For records of `side` that have no link: the key of the one record of the other side that carries
 * the same values and has none either. Where several on either side carry them, all are ambiguous.
 */
export async function pairRecords(
  meeting: Meeting,
  sessions: Record<Side, ConnectorSession>,
  book: LinkBook,
  side: Side,
  records: { key: string; image: Image }[],
): Promise<{ pairs: Map<string, string>; ambiguous: Set<string> }> {
  const { keys, matching } = meeting;
  const other = otherSide(side);
  const wanted = new Map<string, { name: string; image: Image }>();
  for (const { key, image } of records) {
    const name = matching.nameOf(side, image);
    if (name !== null) wanted.set(key, { name, image });
  }
  const result = { pairs: new Map<string, string>(), ambiguous: new Set<string>() };
  if (matching.fields.left.length === 0 || wanted.size === 0) return result;
  const looked = [...wanted.values()];
  await meeting.index?.add(
    side,
    looked.map(({ image }) => image),
  );
  const free = async (from: Side) => {
    const rows = await findRows(meeting, sessions, { from, like: side }, looked);
    await book.load(
      from,
      rows.flatMap((row) => row[keys[from]] ?? []),
    );
    const unlinked = rows.filter((row) => isFree(book, from, row[keys[from]] ?? null));
    const distinct = new Map(unlinked.map((row) => [row[keys[from]], row]));
    return groupBy([...distinct.values()], (row) => matching.nameOf(from, row));
  };
  const [rivals, partners] = await Promise.all([free(side), free(other)]);
  for (const [key, { name }] of wanted) {
    const found = partners.get(name) ?? [];
    const others = (rivals.get(name) ?? []).filter((row) => row[keys[side]] !== key);
    if (found.length === 0) continue;
    const partner = found[0]?.[keys[other]];
    if (found.length === 1 && others.length === 0 && partner) result.pairs.set(key, partner);
    else result.ambiguous.add(key);
  }
  return result;
}

/** Rows of one side that may go by the same names as these rows of the side `like`. */
async function findRows(
  { lane, keys, matching, index }: Meeting,
  sessions: Record<Side, ConnectorSession>,
  { from, like }: { from: Side; like: Side },
  looked: { name: string; image: Image }[],
): Promise<Row[]> {
  const byName = new Map(looked.map(({ name, image }) => [name, image]));
  if (index) return index.find(from, byName.keys());
  const key = matching.fields[from];
  const values =
    from === like
      ? looked.map(({ image }) => Object.fromEntries(key.map((field) => [field, image[field] ?? null])))
      : [...byName.values()].map((image) => matching.toOther(like, image)).filter((row) => row !== null);
  const fields = [...new Set([keys[from], ...key])];
  return sessions[from].source.read({ stream: lane[from].stream.name, fields, key, keys: values });
}

/** Has the record no counterpart yet? */
function isFree(book: LinkBook, side: Side, key: Value): boolean {
  return key !== null && (book.peek(side, key)?.[otherSide(side)] ?? null) === null;
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
