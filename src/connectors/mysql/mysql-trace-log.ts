import { SyncError } from '#core/errors/sync-error.ts';
import { BinlogDecoder } from './mysql-binlog-decoder.ts';
import { BinlogStream, type LogStart } from './mysql-binlog-stream.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError, errorNumberOf, NO_SUCH_LOG } from './mysql-errors.ts';
import { compareGtidPlaces, formatGtidPosition, type GtidPlace } from './mysql-gtid-position.ts';
import type { GtidPositions } from './mysql-gtid-positions.ts';
import type { ReadingPlace } from './mysql-log-positions.ts';

/** Why a stored feed cannot go on. `HISTORY_CHANGED`: its log is another one. */
export type FeedTrouble = { code: 'SLOT_LOST' | 'SLOT_INVALIDATED' | 'HISTORY_CHANGED'; detail: string };

type Reading = { at: LogStart; positions: (reading: ReadingPlace) => GtidPositions };

/**
 * Bytes of a log that are read to make sure of it, where it seems to be the one that had been read: a target that has
 * been away for long leaves much behind, and a server that was restored is known by the first transactions.
 */
const MOST_TRACED = 256 * 1024 * 1024;

type Trace = Reading & {
  /** The furthest transaction that had been read; null to look at the first one alone. */
  reached: GtidPlace | null;
  /** The log is the one that had been read: its order is the same. */
  sameLog: boolean;
};

/**
 * Reads the log from where a feed stands to what had been read of it, and tells whether it holds the same
 * transactions: those at both ends by what replicas keep of them, those between by their number. In much of one and the
 * same log it looks at the beginning alone.
 *
 * @returns what stands in the way; null where the feed can go on
 */
export async function traceLog(database: MysqlDatabase, trace: Trace): Promise<FeedTrouble | null> {
  const { reached } = trace;
  try {
    let isCut = false;
    const positions = await followLog(database, trace, (last, bytes) => {
      isCut = trace.sameLog && bytes > MOST_TRACED;
      return isCut || reached === null || compareGtidPlaces(last, reached) >= 0;
    });
    return isCut ? null : judge(trace, positions);
  } catch (error) {
    return troubleOf(error);
  }
}

/** Reads transactions, until one is what is looked for or there are no more. Throws what reading or placing them does. */
export async function followLog(
  database: MysqlDatabase,
  { at, positions: placing }: Reading,
  isFound: (last: GtidPlace, bytes: number) => boolean,
): Promise<GtidPositions> {
  const decoder = new BinlogDecoder({ file: 0, offset: 'file' in at ? at.offset : 0 });
  const positions = placing(decoder);
  let begun = false;
  let found = false;
  let bytes = 0;
  const take = (event: Buffer, inner: boolean) => {
    const within = inner ? null : decoder.unwrap(event);
    for (const part of within ?? []) take(part, true);
    if (within) return;
    const message = decoder.decode(event, inner);
    if (message.kind === 'begin') positions.begin(message.gtid);
    else if (begun) positions.name();
    begun = message.kind === 'begin';
  };
  let stream: BinlogStream | null = null;
  try {
    await new Promise<void>((resolve, reject) => {
      BinlogStream.open(database, {
        at,
        wait: false,
        lock: null,
        receive(event) {
          if (found) return;
          bytes += event.length;
          try {
            take(event, false);
            found = !begun && positions.last !== null && isFound(positions.last, bytes);
            if (found) resolve();
          } catch (error) {
            reject(error);
          }
        },
        ended: (fault) => (fault === null ? resolve() : reject(fault)),
      }).then((opened) => {
        stream = opened;
      }, reject);
    });
    return positions;
  } finally {
    await (stream as BinlogStream | null)?.close();
  }
}

function judge({ reached, sameLog }: Trace, positions: GtidPositions): FeedTrouble | null {
  const { last, awaited } = positions;
  if (awaited !== null) {
    const detail = `Its log does not hold the transaction at which the feed stood, ${formatGtidPosition(awaited)}.`;
    return { code: 'HISTORY_CHANGED', detail };
  }
  if (reached === null) return null;
  if (last === null || compareGtidPlaces(last, reached) !== 0 || last.mark !== reached.mark) {
    const there = last === null ? 'nothing' : formatGtidPosition(last);
    const detail = `Its log has ${there} in place of ${formatGtidPosition(reached)}, which had been read.`;
    return { code: 'HISTORY_CHANGED', detail };
  }
  if (sameLog || positions.isOrdered) return null;
  const detail =
    'Several domains or servers have written what was read last, and on this server that may stand in another order.';
  return { code: 'SLOT_LOST', detail };
}

function troubleOf(error: unknown): FeedTrouble {
  if (error instanceof SyncError && (error.code === 'HISTORY_CHANGED' || error.code === 'SLOT_LOST')) {
    return { code: error.code, detail: `${error.message} ${error.detail}`.trim() };
  }
  const fault = classifyMysqlError(error, 'Looking at the log');
  if (errorNumberOf(error) !== NO_SUCH_LOG) throw fault;
  const isPurged = /purged/i.test(fault.message + fault.detail);
  return { code: isPurged ? 'SLOT_INVALIDATED' : 'HISTORY_CHANGED', detail: fault.message };
}
