import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { BinlogDecoder, fileNumber } from './mysql-binlog-decoder.ts';
import { BinlogStream } from './mysql-binlog-stream.ts';
import type { ArrayRow, MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import { formatGtidPosition } from './mysql-gtid-position.ts';
import { type GtidState, gtidState } from './mysql-gtid-state.ts';
import { formatPosition, type LogPlace } from './mysql-position.ts';

export type LogFile = { name: string; number: number; size: number };

/** Where a place stands in the log as it is now. */
export type LogCheck =
  | { state: 'there'; file: LogFile }
  /** The server has removed it. */
  | { state: 'purged'; detail: string }
  /** It is of another log. */
  | { state: 'refuted'; detail: string };

/** The files of a server's binary log. */
export class MysqlLog {
  readonly #database: MysqlDatabase;
  /** When each file was begun, by number. */
  readonly #begun = new Map<number, Promise<number>>();
  #lastEnd = { file: 0, offset: 0 };
  #hasGtids: Promise<boolean> | null = null;

  constructor(database: MysqlDatabase) {
    this.#database = database;
  }

  /**
   * Whether every transaction has a GTID by which the log is told: always on MariaDB. Where MySQL lets transactions
   * be seen in another order than it logs them, its GTIDs do not tell what was seen. Asked once.
   */
  hasGtids(): Promise<boolean> {
    this.#hasGtids ??= this.#readHasGtids();
    this.#hasGtids.catch(() => {
      this.#hasGtids = null;
    });
    return this.#hasGtids;
  }

  /** What has been logged: everything that anybody can have seen as committed, and what was before the log. */
  async gtids(): Promise<GtidState> {
    const { mariadb } = await this.#database.dialect();
    const [row] = await this.#database.rows(
      `SELECT ${mariadb ? `CONCAT(@@GLOBAL.gtid_binlog_state, ',', @@GLOBAL.gtid_binlog_pos)` : '@@GLOBAL.gtid_executed'}`,
    );
    return gtidState(mariadb, row?.[0] ?? '');
  }

  /** Where the log ends: behind everything that anybody can have seen as committed. */
  async endPosition(): Promise<Position> {
    if (!(await this.hasGtids())) return this.endPlace();
    const { count } = await this.gtids();
    return formatGtidPosition({ count, ties: 0, mark: '', behind: true });
  }

  /** The same, as a place in its files. */
  async endPlace(): Promise<Position> {
    const { file, name, offset } = await this.end();
    const isAnew =
      file < this.#lastEnd.file || (file === this.#lastEnd.file && offset < this.#lastEnd.offset);
    if (isAnew) this.#begun.clear();
    this.#lastEnd = { file, offset };
    const begun = await this.begun({ number: file, name });
    return formatPosition({ file, offset, after: false, begun });
  }

  /** The same, without when the file was begun. Throws `LOG_LEVEL` where the server keeps no log. */
  async end(): Promise<{ file: number; name: string; offset: number }> {
    const [row] = await this.status();
    const [name, offset] = row ?? [];
    if (!name) throw new SyncError('LOG_LEVEL', 'The server writes no binary log.');
    return { file: fileNumber(name), name, offset: Number(offset) };
  }

  /** The server's own words of its log: the file, the end, and which databases it logs alone or not at all. */
  async status(): Promise<ArrayRow[]> {
    const { mariadb, version } = await this.#database.dialect();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const renamed = !mariadb && major * 100 + minor >= 802;
    return this.#database.rows(renamed ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS');
  }

  /** In order. Throws `LOG_LEVEL` where the server keeps no log. */
  async files(): Promise<LogFile[]> {
    try {
      const rows = await this.#database.rows('SHOW BINARY LOGS');
      return rows.map(([name, size]) => ({ name: name!, number: fileNumber(name!), size: Number(size) }));
    } catch (error) {
      if (!/not using binary logging/i.test((error as Error).message)) throw error;
      throw new SyncError('LOG_LEVEL', 'The server writes no binary log.', { cause: error });
    }
  }

  /** Looks a place up, anew each time: a log can be begun anew at any moment. */
  async check(place: LogPlace): Promise<LogCheck> {
    this.#begun.clear();
    const files = await this.files();
    const file = files.find(({ number }) => number === place.file);
    const first = files[0];
    const last = files.at(-1);
    if (file === undefined) {
      return first && last && place.file < first.number
        ? { state: 'purged', detail: `The log begins with ${first.name} by now.` }
        : {
            state: 'refuted',
            detail: `Its log ends with ${last?.name}, and file ${place.file} had been read.`,
          };
    }
    if ((await this.begun(file)) !== place.begun) {
      return { state: 'refuted', detail: `Its log file ${file.name} is not the one that had been read.` };
    }
    if (place.offset > file.size) {
      const detail = `Its log file ${file.name} ends at ${file.size}, and ${place.offset} had been read of it.`;
      return { state: 'refuted', detail };
    }
    return { state: 'there', file };
  }

  async #readHasGtids(): Promise<boolean> {
    const { mariadb } = await this.#database.dialect();
    if (mariadb) return true;
    const [row] = await this.#database.rows('SELECT @@GLOBAL.gtid_mode, @@GLOBAL.binlog_order_commits');
    return row?.[0] === 'ON' && row[1] === '1';
  }

  /** When the file was begun, seconds since 1970 on the server's clock. */
  begun({ number, name }: Pick<LogFile, 'number' | 'name'>): Promise<number> {
    let begun = this.#begun.get(number);
    if (!begun) {
      begun = readBegun(this.#database, name);
      this.#begun.set(number, begun);
      begun.catch(() => this.#begun.delete(number));
    }
    return begun;
  }
}

/** The log's first event says when the file was begun; no statement does. */
async function readBegun(database: MysqlDatabase, file: string): Promise<number> {
  let stream: BinlogStream | null = null;
  try {
    return await new Promise<number>((resolve, reject) => {
      const decoder = new BinlogDecoder({ file: fileNumber(file), offset: 4 });
      BinlogStream.open(database, {
        at: { file, offset: 4 },
        wait: false,
        lock: null,
        receive(event) {
          if (decoder.decode(event).kind === 'file') resolve(decoder.place.begun);
        },
        ended: (fault) => reject(fault ?? new SyncError('CONNECTION_LOST', `${file} has no beginning.`)),
      }).then((opened) => {
        stream = opened;
      }, reject);
    });
  } catch (error) {
    throw classifyMysqlError(error, `Reading the log file ${file}`);
  } finally {
    await (stream as BinlogStream | null)?.close();
  }
}
