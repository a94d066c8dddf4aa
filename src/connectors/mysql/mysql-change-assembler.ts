import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { BinlogDecoder, BinlogMessage } from './mysql-binlog-decoder.ts';
import { type BinlogRows, type ReadColumn, readRows } from './mysql-binlog-rows.ts';
import type { TableMap } from './mysql-binlog-table-map.ts';
import { skipReader } from './mysql-column-reader.ts';
import type { LogPositions } from './mysql-log-positions.ts';
import { mentions, readStatement } from './mysql-log-statement.ts';
import { CHECKPOINT_TABLE, FEED_TABLE } from './mysql-names.ts';
import type { MysqlStreamTables } from './mysql-stream-tables.ts';

/** Whose rows a mapped table's are. */
type Role =
  | { kind: 'stream'; stream: string; from: Position; columns: ReadColumn[] }
  | { kind: 'checkpoint'; columns: ReadColumn[] }
  | { kind: 'bookkeeping' | 'foreign' };

/** What must be looked at before the message can be turned into events. */
export type Look = { streams: string[]; from: Position; settle: () => ChangeEvent[] };

type Group = {
  /** Known with its second event. */
  position: Position;
  commitTime: number;
  /** A single statement, until it says that it begins a transaction. */
  single: boolean;
  /** Of an XA transaction, which another statement will commit. */
  xa: boolean;
  begun: boolean;
  ordinal: number;
  writer: string | null;
  /** It holds rows of the feed's streams which were not delivered. */
  withheld: boolean;
};

const nothing: ChangeEvent[] = [];
const UNNAMED = '';
const MOST_PREPARED = 10_000;

/**
 * Turns decoded messages into change events: delivers a transaction's beginning with its first row that matters,
 * counts ordinals, remembers whose checkpoint row came last, and finds what the log cannot tell.
 * Throws `SLOT_LOST` where changes are missing from the log.
 */
export class MysqlChangeAssembler {
  /** The last transaction that was more than bookkeeping about feeds. */
  busyAt: Position = '';
  readonly #decoder: BinlogDecoder;
  readonly #positions: LogPositions;
  readonly #tables: MysqlStreamTables;
  readonly #schema: string;
  readonly #roles = new Map<TableMap, Role>();
  /** Streams whose fields were told. */
  readonly #told = new Set<string>();
  /** Prepared XA transactions without rows of the streams. */
  readonly #harmless = new Set<string>();
  #group: Group | null = null;
  #skipping: boolean;

  /** @param skipping whether the first transaction was delivered before. @param schema where our own tables lie */
  constructor(options: {
    decoder: BinlogDecoder;
    positions: LogPositions;
    tables: MysqlStreamTables;
    schema: string;
    skipping: boolean;
  }) {
    this.#decoder = options.decoder;
    this.#positions = options.positions;
    this.#tables = options.tables;
    this.#schema = options.schema;
    this.#skipping = options.skipping;
  }

  /** The position before the next transaction; null where that is not known, or within a transaction. */
  get boundary(): Position | null {
    if (this.#group !== null || this.#skipping) return null;
    return this.#positions.behind();
  }

  assemble(message: BinlogMessage): ChangeEvent[] | Look {
    if (this.#group?.position === UNNAMED && message.kind !== 'begin') {
      this.#group.position = this.#positions.name();
    }
    switch (message.kind) {
      case 'rows':
        return this.#rows(message.rows);
      case 'table':
        return this.#table(message.map);
      case 'begin':
        return this.#begin(message);
      case 'commit':
        return this.#commit();
      case 'query':
        return this.#query(message);
      case 'xa prepare':
        return this.#prepared(message);
      case 'file':
        this.busyAt = this.#here;
        this.#roles.clear();
        return nothing;
      case 'incident':
        throw lost('The server says that changes are missing from its log.');
      case 'partial':
        throw lost('The log holds parts of JSON values alone (binlog_row_value_options).');
      case 'other':
        return nothing;
    }
  }

  /** Where the reading is, outside of transactions. */
  get #here(): Position {
    return this.#positions.behind() ?? '';
  }

  #begin({ gtid, commitTime, alone, xa }: Extract<BinlogMessage, { kind: 'begin' }>): ChangeEvent[] {
    this.#positions.begin(gtid);
    this.#group = {
      position: UNNAMED,
      commitTime,
      single: alone,
      xa: xa === 'prepared',
      begun: false,
      ordinal: 0,
      writer: null,
      withheld: false,
    };
    return nothing;
  }

  #commit(): ChangeEvent[] {
    const group = this.#end();
    if (!group?.begun) return nothing;
    return [{ kind: 'commit', position: group.position, commitTime: group.commitTime }];
  }

  #end(): Group | null {
    const group = this.#group;
    this.#group = null;
    this.#skipping = false;
    return group;
  }

  #table(map: TableMap): ChangeEvent[] | Look {
    const group = this.#group;
    const known = this.#roles.get(map);
    if (known) {
      if (known.kind !== 'bookkeeping' && group) this.busyAt = group.position;
      return nothing;
    }
    if (map.table !== FEED_TABLE && group) this.busyAt = group.position;
    const own = this.#ownRole(map);
    const stream = own ? null : this.#tables.streamOf(map);
    // What lies before the stream's beginning may be of a table that was another one.
    if (stream && group && group.position <= stream.from) return nothing;
    if (!stream) {
      this.#roles.set(map, own ?? { kind: 'foreign' });
      return nothing;
    }
    const columns = this.#tables.columns(map);
    if (columns) return this.#settle(map, stream, columns);
    const from = group?.position ?? this.#here;
    return { streams: [stream.stream], from, settle: () => this.#settleChanged(map, stream) };
  }

  #ownRole(map: TableMap): Role | null {
    if (map.table === FEED_TABLE) return { kind: 'bookkeeping' };
    if (map.schema !== this.#schema || map.table !== CHECKPOINT_TABLE) return null;
    // The tag comes first, and is not longer than a byte's number of bytes.
    const [, ...others] = map.columns;
    const tag: ReadColumn = { name: 'tag', read: (cursor) => cursor.utf8(cursor.uint16()) };
    const rest = others.map((mapped) => ({ name: null, read: skipReader(mapped) }));
    return { kind: 'checkpoint', columns: [tag, ...rest] };
  }

  #settle(
    map: TableMap,
    { stream, from }: { stream: string; from: Position },
    columns: ReadColumn[],
  ): ChangeEvent[] {
    this.#roles.set(map, { kind: 'stream', stream, from, columns });
    if (this.#told.has(stream)) return nothing;
    return [this.#tell(stream)];
  }

  #settleChanged(map: TableMap, stream: { stream: string; from: Position }): ChangeEvent[] {
    this.#told.delete(stream.stream);
    const columns = this.#tables.columns(map);
    if (columns) return this.#settle(map, stream, columns);
    throw lost(`${stream.stream} was changed, and what it was before cannot be known any more.`);
  }

  #tell(stream: string): ChangeEvent {
    this.#told.add(stream);
    return { kind: 'schema', stream, fields: this.#tables.fields(stream) };
  }

  #rows(rows: BinlogRows): ChangeEvent[] {
    const group = this.#group;
    const map = this.#decoder.mapOf(rows.table);
    const role = map && this.#roles.get(map);
    if (!group || this.#skipping || !role) return nothing;
    if (role.kind === 'checkpoint') {
      readRows(rows, this.#decoder.cursor, role.columns, (before, after) => {
        group.writer = after?.tag ?? before?.tag ?? group.writer;
      });
    }
    if (role.kind !== 'stream' || group.position <= role.from) return nothing;
    if (group.xa) {
      group.withheld = true;
      return nothing;
    }
    const events = this.#opening(group);
    const { stream, columns } = role;
    const { position, commitTime, writer } = group;
    const { op } = rows;
    readRows(rows, this.#decoder.cursor, columns, (before, after) => {
      const ordinal = group.ordinal++;
      events.push({ kind: 'change', position, ordinal, commitTime, stream, op, before, after, writer });
    });
    return events;
  }

  /** The beginning of the transaction, where it was not delivered. */
  #opening(group: Group): ChangeEvent[] {
    if (group.begun) return [];
    group.begun = true;
    return [{ kind: 'begin', position: group.position, commitTime: group.commitTime }];
  }

  #query({ sql, schema }: Extract<BinlogMessage, { kind: 'query' }>): ChangeEvent[] | Look {
    const group = this.#group;
    const statement = readStatement(sql, schema);
    if (!group) return nothing;
    switch (statement.kind) {
      case 'begin':
        group.single = false;
        if (/^\s*XA\b/i.test(sql)) group.xa = true;
        return nothing;
      case 'commit':
        return this.#commit();
      case 'rollback':
        if (group.begun) throw lost('A transaction was undone after its rows had been logged.');
        return this.#commit();
      case 'xa commit':
      case 'xa rollback':
        return this.#decided(sql, statement.kind === 'xa commit');
      case 'truncate':
        return this.#truncate(
          group,
          this.#concerned((name) => sameTable(name, statement.table)),
        );
      case 'data':
        if (this.#concerned((name) => mentions(sql, name)).length > 0) {
          throw lost('A statement was logged without the rows that it wrote (binlog_format is not ROW).');
        }
        return this.#afterStatement(group);
      case 'definition':
        return this.#define(
          group,
          this.#concerned((name) => mentions(sql, name)),
        );
      case 'other':
        return this.#afterStatement(group);
    }
  }

  /** Streams that the statement is about and that belong to the feed by then. */
  #concerned(holds: (name: { schema: string; table: string }) => boolean): string[] {
    if (this.#skipping) return [];
    return this.#tables.matching((name) => {
      const position = this.#group?.position ?? '';
      return holds(name) && position > (this.#tables.streamOf(name)?.from ?? '');
    });
  }

  /** A statement by itself is all of its group. */
  #afterStatement(group: Group): ChangeEvent[] {
    if (!group.single) return nothing;
    this.busyAt = group.position;
    return this.#commit();
  }

  #truncate(group: Group, streams: string[]): ChangeEvent[] {
    const { position, commitTime, writer } = group;
    if (streams.length === 0) return this.#afterStatement(group);
    const events = this.#opening(group);
    events.push({ kind: 'truncate', position, ordinal: group.ordinal++, commitTime, streams, writer });
    return [...events, ...this.#afterStatement(group)];
  }

  #define(group: Group, streams: string[]): ChangeEvent[] | Look {
    const { position } = group;
    const misread = streams.find((stream) => this.#tables.misread(stream, position));
    if (misread) throw lost(`${misread} was changed twice before its first change was read.`);
    const after = this.#afterStatement(group);
    if (streams.length === 0) return after;
    return {
      streams,
      from: position,
      settle: () => {
        this.#roles.clear();
        return [...streams.map((stream) => this.#tell(stream)), ...after];
      },
    };
  }

  #prepared({ onePhase, name }: Extract<BinlogMessage, { kind: 'xa prepare' }>): ChangeEvent[] {
    const group = this.#end();
    if (onePhase && group?.withheld) throw lost('An XA transaction was committed.');
    if (!group?.withheld && this.#harmless.size < MOST_PREPARED) this.#harmless.add(name);
    return nothing;
  }

  /** Rows of an XA transaction are logged before it is decided; they are not kept until then. */
  #decided(sql: string, committed: boolean): ChangeEvent[] {
    const name = sql
      .replace(/^\s*XA\s+\w+\s*/i, '')
      .replace(/\s/g, '')
      .toLowerCase();
    const harmless = this.#harmless.delete(name);
    if (committed && !harmless && !this.#skipping) throw lost('An XA transaction was committed.');
    return this.#commit();
  }
}

function sameTable(a: { schema: string; table: string }, b: { schema: string; table: string }): boolean {
  return (
    (a.schema === b.schema && a.table === b.table) ||
    (a.schema.toLowerCase() === b.schema.toLowerCase() && a.table.toLowerCase() === b.table.toLowerCase())
  );
}

function lost(reason: string): SyncError {
  return new SyncError('SLOT_LOST', reason);
}
