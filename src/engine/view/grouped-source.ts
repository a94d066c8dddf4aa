import type { Side } from '#core/change/change-event.ts';
import type { KeyBound, KeyPart } from '#core/ports/range-digests.ts';
import type { Source } from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { withMembers } from '../plan/with-members.ts';
import type { GroupRows, SeenGroup } from './group-rows.ts';

/** Rows that are read at a time for each one that would be: every one of them may become several records. */
const SHARE = 8;

/**
 * A source of the records that code makes of a stream's rows, several of one. The system knows the rows alone, so
 * that they are looked for by the part of a record's key that they have.
 *
 * @param own the system's own fields that code is given.
 */
export function groupedSource(
  lane: CompiledLane,
  name: Side,
  source: Source,
  groups: GroupRows,
  own: string[],
): Source {
  const { stream } = lane[name];
  const partOfRow = (part: KeyPart): KeyPart => {
    if (part.kind !== 'range') return part;
    const bound = (at: KeyBound | null) => at && { ...at, key: groups.ofRow(at.key) };
    return { ...part, lower: bound(part.lower), upper: bound(part.upper) };
  };
  const shown = (rows: Row[], fields: readonly string[]) =>
    rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field] ?? null])));
  const members: Pick<Source, 'read' | 'snapshot' | 'covers' | 'digests'> = {
    digests: null,
    async read(request) {
      if (request.stream !== stream) return source.read(request);
      const nameOf = namer(lane, name, request.key);
      const key = groups.rowKey(request.key);
      const rowNameOf = namer(lane, name, key);
      const wanted = Map.groupBy(request.keys, rowNameOf);
      const keys = [...wanted.values()].map(([first]) => groups.ofRow(first as Row));
      const rows = await source.read({ ...request, fields: own, key, keys });
      const whole = key.length === request.key.length;
      return (await groups.see(rows)).flatMap((group) => {
        const asked = wanted.get(rowNameOf(group.own)) ?? [];
        const found = whole ? allOf(groups, group) : recordsUnder(groups, group, asked, nameOf);
        return shown(found, request.fields);
      });
    },
    async snapshot({ key, within, limit, ...request }) {
      if (request.stream !== stream) {
        return source.snapshot({ ...request, key, limit, ...(within ? { within } : {}) });
      }
      const chunk = await source.snapshot({
        ...request,
        fields: own,
        key: groups.rowKey(key),
        limit: Math.ceil(limit / SHARE),
        ...(within ? { within: partOfRow(within) } : {}),
      });
      const seen = await groups.see(chunk.rows);
      return {
        ...chunk,
        rows: shown(
          seen.flatMap((group) => allOf(groups, group)),
          request.fields,
        ),
      };
    },
    covers: (request) =>
      request.stream === stream
        ? source.covers({
            ...request,
            key: groups.rowKey(request.key),
            keys: request.keys.map((key) => groups.ofRow(key)),
          })
        : source.covers(request),
  };
  return withMembers(source, members);
}

/** All records of a row; one that stands for them where code fails for it. */
function allOf(groups: GroupRows, group: SeenGroup): Row[] {
  return group.records ?? [groups.standIn(group, {})];
}

/** The records of a row under these keys. */
function recordsUnder(
  groups: GroupRows,
  group: SeenGroup,
  keys: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const byName = new Map(group.records?.map((record) => [nameOf(record), record]));
  return keys.flatMap((key) => {
    const found = byName.get(nameOf(key));
    if (found) return [found];
    if (group.state === null) return [];
    // What stands for all records of a row is there only while code fails for it.
    return group.records && groups.isWhole(key) ? [] : [groups.standIn(group, key)];
  });
}

/** Names rows by these fields of a side, whatever the spelling of their values. */
function namer(lane: CompiledLane, side: Side, names: readonly string[]): (row: Row) => string {
  const digests = names.map((name) => lane.fields.find((field) => field[side] === name)?.digest[side]);
  return (row) =>
    JSON.stringify(
      names.map((name, at) => {
        const value = row[name] ?? null;
        return digests[at]?.(value) ?? value;
      }),
    );
}
