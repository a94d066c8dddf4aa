import type { Position } from '#core/change/position.ts';
import type { ReadColumn } from './mysql-binlog-rows.ts';
import type { TableMap } from './mysql-binlog-table-map.ts';
import { isTableCharset } from './mysql-charset.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import type { FeedStream } from './mysql-feed-table.ts';
import type { MysqlLog } from './mysql-log.ts';
import { type LoggedColumn, loggedColumns, readColumns, sameColumns } from './mysql-logged-table.ts';
import { parseStreamName, type TableName } from './mysql-names.ts';
import { readTables } from './mysql-read-tables.ts';

/** What a table was made of, from one position of the log on. */
type Version = {
  from: Position;
  columns: LoggedColumn[];
  /** The table was looked at when the log ended here. */
  seenAt: Position;
  /** Other than the one before. */
  changed: boolean;
  /** Rows were read as rows of it, by place. */
  trusted: boolean;
};

type Stream = { stream: string; name: TableName; from: Position; versions: Version[] };

/**
 * The tables of a feed's streams as the log has them: what they were at the place where the feed begins, and from
 * each change on what the server says that they are now.
 */
export class MysqlStreamTables {
  readonly #database: MysqlDatabase;
  readonly #log: MysqlLog;
  readonly #streams: Map<string, Stream>;
  /** By charset of one byte, its characters. */
  readonly #charsets = new Map<string, string>();

  /** @param streams as stored for the position */
  constructor(
    database: MysqlDatabase,
    log: MysqlLog,
    { position, streams }: { position: Position; streams: Record<string, FeedStream> },
  ) {
    this.#database = database;
    this.#log = log;
    this.#streams = new Map(
      Object.entries(streams).map(([stream, { from, columns }]) => {
        const name = parseStreamName(stream, database.name);
        const version = { from: position, columns, seenAt: position, changed: false, trusted: false };
        return [placeOf(name), { stream, name, from, versions: [version] }];
      }),
    );
  }

  /** Loads what texts of these tables need. */
  async open(): Promise<void> {
    await this.#loadCharsets([...this.#streams.values()].flatMap(({ versions }) => versions[0]!.columns));
  }

  /** The feed's stream that the table is, with the position behind which it belongs to the feed. */
  streamOf(name: TableName): { stream: string; from: Position } | null {
    return this.#streams.get(placeOf(name)) ?? null;
  }

  /** Streams for which it holds. */
  matching(holds: (name: TableName) => boolean): string[] {
    return [...this.#streams.values()].filter(({ name }) => holds(name)).map(({ stream }) => stream);
  }

  /** How to read rows of the mapped table; null where it is not what is known of it. */
  columns(map: TableMap): ReadColumn[] | null {
    const version = this.#streams.get(placeOf(map))?.versions.at(-1);
    if (version === undefined) return null;
    const read = readColumns(map, version.columns, this.#database.config.zeroDates, this.#charsets);
    if (read !== null && map.columns[0]?.name === null) version.trusted = true;
    return read;
  }

  /** The fields as they are known now. */
  fields(stream: string): { name: string; nativeType: string }[] {
    const version = this.#byName(stream).versions.at(-1)!;
    return version.columns.map(({ name, nativeType }) => ({ name, nativeType }));
  }

  /**
   * Whether rows may have been read as rows of what the table became only by a later change: it was looked at behind
   * a statement that the log tells of only now, and the log does not name its columns.
   */
  misread(stream: string, statement: Position): boolean {
    const { seenAt, changed, trusted } = this.#byName(stream).versions.at(-1)!;
    return changed && trusted && statement <= seenAt;
  }

  /** Looks at the tables as they are now, for rows from a position on. */
  async look(streams: string[], from: Position): Promise<void> {
    const looked = streams.map((stream) => this.#byName(stream));
    const tables = await readTables(
      this.#database,
      looked.map(({ name }) => name),
    );
    const seenAt = await this.#log.endPosition();
    for (const { name, versions } of looked) {
      const table = tables.find((found) => placeOf(found.name) === placeOf(name));
      const columns = table ? loggedColumns(table) : [];
      const changed = !sameColumns(columns, versions.at(-1)!.columns);
      versions.push({ from, columns, seenAt, changed, trusted: false });
      await this.#loadCharsets(columns);
    }
  }

  /** What to store with a position. */
  at(position: Position): Record<string, FeedStream> {
    return Object.fromEntries(
      [...this.#streams.values()].map(({ stream, from, versions }) => [
        stream,
        { from, columns: versions.findLast((version) => version.from <= position)!.columns },
      ]),
    );
  }

  /** What tables were before the position is stored, and needed no more. */
  forgetBefore(position: Position): void {
    for (const { versions } of this.#streams.values()) {
      while (versions[1] && versions[1].from <= position) versions.shift();
    }
  }

  #byName(stream: string): Stream {
    return this.#streams.get(placeOf(parseStreamName(stream, this.#database.name))) as Stream;
  }

  async #loadCharsets(columns: LoggedColumn[]): Promise<void> {
    for (const { charset } of columns) {
      if (charset === null || !isTableCharset(charset) || this.#charsets.has(charset)) continue;
      this.#charsets.set(charset, await readCharset(this.#database, charset));
    }
  }
}

function placeOf({ schema, table }: TableName): string {
  return `${schema}\0${table}`;
}

/** The characters of the bytes 0 to 255, as the server converts them: a query's texts come the same way. */
async function readCharset(database: MysqlDatabase, charset: string): Promise<string> {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
  const [row] = await database.rows(
    `SELECT ${bytes.map((byte) => `CONVERT(CONVERT(x'${byte}' USING ${charset}) USING utf8mb4)`).join(', ')}`,
  );
  return (row as string[]).join('');
}
