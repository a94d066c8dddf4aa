import type { ChangeEvent } from '#core/change/change-event.ts';
import type { CleanupScope } from '#core/ports/connector.ts';
import type { KeyPart } from '#core/ports/range-digests.ts';
import type { SnapshotRequest } from '#core/ports/source.ts';
import type { LoadRequest, WriteBatch } from '#core/ports/target.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import type { DigestField } from '#core/values/digest-form.ts';
import type { Row } from '#core/values/value.ts';
import { prepareCheckpoints, readCheckpoints } from './sqlite-checkpoint-table.ts';
import { SqliteFeedReader } from './sqlite-feed-reader.ts';
import { SqliteFile, type SqliteFileOptions } from './sqlite-file.ts';
import { readSqliteHead, readSqliteHistory, readSqliteRetained } from './sqlite-history.ts';
import { introspectSqlite } from './sqlite-introspect.ts';
import { loadRows } from './sqlite-load.ts';
import { cleanupSqlite, ownedInSqlite } from './sqlite-owned-objects.ts';
import { SqliteMoments } from './sqlite-position.ts';
import { type PreflightRequest, preflightSqlite } from './sqlite-preflight.ts';
import { isWholeFeed, prepareSqliteFeed } from './sqlite-prepare-feed.ts';
import { digestBuckets, digestRange, readBounds } from './sqlite-range-digests.ts';
import { runStatements } from './sqlite-run-statements.ts';
import { SqliteSameKeys } from './sqlite-same-keys.ts';
import { copyRows, coversKeys, readRows, readSnapshot, sampleRows } from './sqlite-snapshot.ts';
import type { Table } from './sqlite-table.ts';
import { findTableObstacles } from './sqlite-table-obstacles.ts';
import { takeSqliteKeys } from './sqlite-take-keys.ts';
import { SqliteTransaction } from './sqlite-transaction.ts';

type Range = Extract<KeyPart, { kind: 'range' }>;
type Digested = { stream: string; fields: DigestField[] };

/** What a session asks of its worker, by name. Everything that is given and returned can be sent between threads. */
export type SqliteOperations = ReturnType<typeof sqliteOperations>;

/** The work on one file. */
export function sqliteOperations(options: SqliteFileOptions) {
  const file = new SqliteFile(options);
  const moments = new SqliteMoments();
  const feeds = new Numbered<SqliteFeedReader>();
  const transactions = new Numbered<SqliteTransaction>();
  const sameKeys = new Numbered<SqliteSameKeys>();
  const table = (stream: string) => file.catalog.table(file.reader, stream);
  return {
    test: () => ({ version: String(file.reader.get('SELECT sqlite_version()')?.[0]) }),
    preflight: (request: PreflightRequest) => preflightSqlite(file, request),
    introspect: (streams: string[] | undefined) => introspectSqlite(file.reader, file.catalog, streams),
    sample: (stream: string, limit: number) => sampleRows(file.reader, table(stream), limit),
    owned: (scope: CleanupScope) => ownedInSqlite(file, scope),
    cleanup: (scope: CleanupScope) => cleanupSqlite(file, scope),

    tableObstacles: (changes: WantedChange[]) => findTableObstacles(file.reader, changes),
    runStatements: (statements: string[]) => runStatements(file, statements),

    prepareFeed: (feed: { feedId: string; streams: string[] }) => prepareSqliteFeed(file, feed),
    isWhole: (feedId: string) => isWholeFeed(file, feedId),
    history: () => readSqliteHistory(file),
    head: () => {
      const head = readSqliteHead(file, moments);
      for (const feed of feeds.all) feed.poke();
      return head;
    },
    retained: (feedId: string) => readSqliteRetained(file.reader, feedId),
    snapshot: (request: SnapshotRequest) => readSnapshot(file.reader, table(request.stream), request),
    copy: (request: Omit<SnapshotRequest, 'within'>) => copyRows(file.reader, table(request.stream), request),
    covers: (request: { stream: string; key: string[]; cursor: string; keys: Row[] }) =>
      coversKeys(file.reader, table(request.stream), request),
    read: (request: { stream: string; fields: string[]; key: string[]; keys: Row[] }) =>
      readRows(file.reader, table(request.stream), request),
    count: (stream: string, atMost: number) =>
      file.reader.number(
        `SELECT count(*) FROM (SELECT 1 FROM ${table(stream).quoted} LIMIT ?)`,
        BigInt(Math.trunc(atMost)),
      ) ?? 0,
    bounds: (request: { stream: string; key: string[]; within: Range; every: number; limit: number }) =>
      scan(file, request.stream, (handle, found) => readBounds(handle, found, request)),
    digestRange: (request: Digested & { key: string[]; within: Range }) =>
      scan(file, request.stream, (handle, found) => digestRange(handle, found, request)),
    digestBuckets: (request: Digested & { key: DigestField[]; of: number }) =>
      scan(file, request.stream, (handle, found) => digestBuckets(handle, found, request)),
    openSameKeys: (stream: string, key: string[]) => sameKeys.add(new SqliteSameKeys(table(stream), key)),
    addSameKeys: (number: number, rows: Row[]) => sameKeys.get(number).add(rows),
    endSameKeys: (number: number) => sameKeys.get(number).end(),
    closeSameKeys: (number: number) => sameKeys.remove(number)?.close(),

    openFeed: async (feedId: string): Promise<{ number: number } | { lost: ChangeEvent }> => {
      const opened = await SqliteFeedReader.open(file, moments, feedId);
      return opened instanceof SqliteFeedReader ? { number: feeds.add(opened) } : { lost: opened };
    },
    nextEvents: (number: number) => feeds.get(number).next(),
    acknowledge: (number: number, position: string) => feeds.find(number)?.acknowledge(position),
    closeFeed: (number: number) => feeds.remove(number)?.close(),

    prepareTags: (tags: string[]) => prepareCheckpoints(file, tags),
    checkpoints: (tags: string[]) => readCheckpoints(file.reader, tags),
    takeKeys: (stream: string, field: string, count: number) =>
      file.transaction((writer) => takeSqliteKeys(writer, file.catalog.table(writer, stream), field, count)),
    load: (request: LoadRequest) => {
      const { buffer, byteOffset, byteLength } = request.rows.text;
      const text = Buffer.from(buffer, byteOffset, byteLength);
      return loadRows(file, { ...request, rows: { ...request.rows, text } });
    },
    begin: async () => transactions.add(await SqliteTransaction.begin(file)),
    write: (number: number, batch: WriteBatch) => transactions.get(number).write(batch),
    commit: (number: number) => transactions.remove(number)?.commit(),
    rollback: (number: number) => transactions.remove(number)?.rollback(),

    close: async () => {
      for (const transaction of transactions.all) transaction.rollback();
      await Promise.all([...feeds.all].map((feed) => feed.close()));
      for (const keys of sameKeys.all) keys.close();
      file.close();
    },
  };
}

/** A walk over many rows has a connection of its own: other reads must not see what it saw when it began. */
async function scan<T>(
  file: SqliteFile,
  stream: string,
  work: (handle: SqliteFile['reader'], table: Table) => Promise<T>,
): Promise<T> {
  const table = file.catalog.table(file.reader, stream);
  const handle = file.connect();
  try {
    return await work(handle, table);
  } finally {
    handle.close();
  }
}

/** Things that the other thread knows by number. */
class Numbered<T> {
  readonly #things = new Map<number, T>();
  #last = 0;

  get all(): Iterable<T> {
    return this.#things.values();
  }

  add(thing: T): number {
    this.#last += 1;
    this.#things.set(this.#last, thing);
    return this.#last;
  }

  find(number: number): T | undefined {
    return this.#things.get(number);
  }

  get(number: number): T {
    const thing = this.find(number);
    if (thing === undefined) throw new Error(`Nothing has the number ${number} any more`);
    return thing;
  }

  remove(number: number): T | undefined {
    const thing = this.find(number);
    this.#things.delete(number);
    return thing;
  }
}
