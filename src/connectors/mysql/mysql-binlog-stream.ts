import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { SyncError } from '#core/errors/sync-error.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError, errorNumberOf } from './mysql-errors.ts';
import { dumpRequestByGtids } from './mysql-gtid-dump.ts';

type Packet = { buffer: Buffer; offset: number; end: number; asError(encoding: string): Error };
/** What `mysql2` keeps public of a connection for commands of others, though its types do not say so. */
type RawConnection = {
  stream: Socket;
  threadId: number;
  clientEncoding: string;
  addCommand(command: DumpCommand): void;
  write(bytes: Buffer): void;
  _resetSequenceId(): void;
  _bumpSequenceId(packets: number): void;
  on(event: 'error' | 'end', listener: (error?: Error) => void): void;
};

type Receiver = {
  /** Takes each event, from its header to its end; the bytes are valid during the call only. */
  receive: (event: Buffer) => void;
  /** Told once: the fault that ended the reading, or null at the end of the log where nobody waits for more. */
  ended: (fault: unknown) => void;
};

/** Where the log is to begin: at an offset of a file, or behind all transactions of a state of GTIDs. */
export type LogStart = { file: string; offset: number } | { gtids: string; mariadb: boolean };

export type BinlogStart = Receiver & {
  at: LogStart;
  /** Whether to wait for what is written later, or to end with what is there. */
  wait: boolean;
  /** A name that one reader at a time may hold, for as long as it reads. */
  lock: string | null;
};

const HEARTBEAT_NANOSECONDS = 1_000_000_000;
const REGISTER = 0x15;
const DUMP = 0x12;
const CLOSE_MILLISECONDS = 500;
const DO_NOT_WAIT = 1;
const NO_SUCH_THREAD = 1094;
const ERROR = 0xff;
const END = 0xfe;

/** What the server must know of its reader before it sends the log. */
const settings = [
  // Whatever the server keeps: a file with checksums has them, one without has none.
  `@master_binlog_checksum = 'CRC32'`,
  `@source_binlog_checksum = 'CRC32'`,
  `@master_heartbeat_period = ${HEARTBEAT_NANOSECONDS}`,
  `@source_heartbeat_period = ${HEARTBEAT_NANOSECONDS}`,
  // MariaDB: the reader knows its GTIDs; without them it would be told of transactions by a made-up query.
  '@mariadb_slave_capability = 4',
  '@slave_uuid = UUID()',
  // A reader that does not pull is not gone.
  '@@SESSION.net_write_timeout = 31536000',
];

/** A connection over which the server sends its binary log, as to a replica. */
export class BinlogStream {
  readonly #database: MysqlDatabase;
  readonly #raw: RawConnection;

  private constructor(database: MysqlDatabase, raw: RawConnection) {
    this.#database = database;
    this.#raw = raw;
  }

  /**
   * Asks for the log; what is wrong with the request is told to `ended`. Throws a classified error where the
   * server cannot be reached. @returns null while somebody else holds the lock
   */
  static async open(database: MysqlDatabase, start: BinlogStart): Promise<BinlogStream | null> {
    let connection: mysql.Connection | null = null;
    try {
      connection = await mysql.createConnection(await database.connectionOptions());
      const raw = (connection as unknown as { connection: RawConnection }).connection;
      raw.on('error', start.ended);
      await connection.query(`SET ${[...settings, ...settingsFor(start.at)].join(', ')}`);
      if (start.lock !== null && !(await takeLock(connection, start.lock))) {
        connection.destroy();
        return null;
      }
      const stream = new BinlogStream(database, raw);
      raw.addCommand(new DumpCommand(start));
      return stream;
    } catch (error) {
      connection?.destroy();
      throw classifyMysqlError(error, 'Connecting to read the log');
    }
  }

  setFlowing(flowing: boolean): void {
    if (flowing) this.#raw.stream.resume();
    else this.#raw.stream.pause();
  }

  /** Ends the connection, here and on the server, which would notice only when it next has something to say. */
  async close(): Promise<void> {
    this.#raw.stream.destroy();
    const ended = this.#database.run(`KILL ${this.#raw.threadId}`).catch((error: unknown) => {
      // The server has ended it already, or cannot be asked: then it will notice.
      if (errorNumberOf(error) !== NO_SUCH_THREAD && !isUnreachable(error)) throw error;
    });
    ended.catch(() => undefined); // too late to matter to anybody
    await Promise.race([ended, sleep(CLOSE_MILLISECONDS, undefined, { ref: false })]);
  }
}

/** MariaDB looks for the state of GTIDs among the session's variables. */
function settingsFor(at: LogStart): string[] {
  return 'gtids' in at && at.mariadb ? [`@slave_connect_state = '${lastGtids(at.gtids)}'`] : [];
}

/** MariaDB's own spelling of a state: the last transaction of each domain. */
function lastGtids(gtids: string): string {
  return gtids.replace(/\/\d+/g, '');
}

function isUnreachable(error: unknown): boolean {
  return error instanceof SyncError && /^(CONNECTION_|TOO_MANY_CONNECTIONS)/.test(error.code);
}

async function takeLock(connection: mysql.Connection, name: string): Promise<boolean> {
  const [rows] = await connection.query<mysql.RowDataPacket[]>({
    sql: 'SELECT GET_LOCK(?, 0)',
    values: [name],
  });
  return String((rows[0] as unknown as unknown[])[0]) === '1';
}

/** Registers as a replica, then asks for the log, then hands on what comes, for as long as it comes. */
class DumpCommand {
  readonly onResult: (error: Error) => void;
  readonly #start: BinlogStart;
  readonly #serverId = randomInt(1_000_000_000, 4_294_967_295);
  #step: 'new' | 'registering' | 'reading' = 'new';

  constructor(start: BinlogStart) {
    this.#start = start;
    this.onResult = (error) => start.ended(error);
  }

  /** Called by `mysql2` first without a packet, then with each. @returns whether the command has ended */
  execute(packet: Packet | undefined, connection: RawConnection): boolean {
    if (packet === undefined) {
      this.#send(connection, registration(this.#serverId));
      this.#step = 'registering';
      return false;
    }
    const first = packet.buffer[packet.offset];
    if (first === ERROR) {
      this.#start.ended(packet.asError(connection.clientEncoding));
      return true;
    }
    if (this.#step === 'registering') {
      this.#step = 'reading';
      this.#send(connection, dumpRequest(this.#serverId, this.#start));
      return false;
    }
    if (first === END && packet.end - packet.offset < 9) {
      this.#start.ended(null);
      return true;
    }
    this.#start.receive(packet.buffer.subarray(packet.offset + 1, packet.end));
    return false;
  }

  #send(connection: RawConnection, body: Buffer): void {
    const header = Buffer.alloc(4);
    header.writeUIntLE(body.length, 0, 3);
    connection._resetSequenceId();
    connection.write(Buffer.concat([header, body]));
    connection._bumpSequenceId(1);
  }
}

/** COM_REGISTER_SLAVE: our number; no host, user, password or port of our own; rank and source left to the server. */
function registration(serverId: number): Buffer {
  const body = Buffer.alloc(18);
  body[0] = REGISTER;
  body.writeUInt32LE(serverId, 1);
  return body;
}

function dumpRequest(serverId: number, { at, wait }: BinlogStart): Buffer {
  if (!('gtids' in at)) return dumpRequestByFile(serverId, at, wait);
  if (at.mariadb) return dumpRequestByFile(serverId, { file: '', offset: 4 }, wait);
  return dumpRequestByGtids(serverId, at.gtids, wait);
}

/** COM_BINLOG_DUMP. */
function dumpRequestByFile(
  serverId: number,
  { file, offset }: { file: string; offset: number },
  wait: boolean,
): Buffer {
  const body = Buffer.alloc(11);
  body[0] = DUMP;
  body.writeUInt32LE(offset, 1);
  body.writeUInt16LE(wait ? 0 : DO_NOT_WAIT, 5);
  body.writeUInt32LE(serverId, 7);
  return Buffer.concat([body, Buffer.from(file)]);
}
