import type { LogStart } from './mysql-binlog-stream.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import type { StoredFeed, StoredLog } from './mysql-feed-table.ts';
import {
  compareGtidPlaces,
  formatGtidPosition,
  type GtidPlace,
  parseGtidPosition,
} from './mysql-gtid-position.ts';
import { GtidPositions } from './mysql-gtid-positions.ts';
import type { MysqlLog } from './mysql-log.ts';
import { FilePositions, type LogPositions, type ReadingPlace } from './mysql-log-positions.ts';
import { parsePosition } from './mysql-position.ts';
import { type FeedTrouble, traceLog } from './mysql-trace-log.ts';

/** Where and how a feed goes on reading. */
export type FeedStart = {
  at: LogStart;
  positions: (reading: ReadingPlace) => LogPositions;
  /** The first transaction was delivered before. */
  skipping: boolean;
};

/** Places of a file beyond 4 GB are told without what exceeds that. */
const LARGEST_FILE = 4_294_967_296;

/**
 * Finds a stored feed's place in the log as it is now, or what stands in its way. On a server with GTIDs the
 * transaction at the feed's position is looked at: whichever server this is, it goes on where that one stands.
 *
 * @param reached a transaction that had been read beyond the feed's position, which the log must hold as well
 */
export async function locateFeed(
  database: MysqlDatabase,
  log: MysqlLog,
  feed: StoredFeed,
  reached: GtidPlace | null = null,
): Promise<FeedTrouble | ({ code: null } & FeedStart)> {
  if (feed.lost !== null) return { code: 'SLOT_LOST', detail: feed.lost };
  const stands = parseGtidPosition(feed.position);
  if (stands === null || feed.log === null) return locateByFile(database, log, feed);
  if (!(await log.hasGtids())) {
    return { code: 'HISTORY_CHANGED', detail: 'It has no GTIDs (gtid_mode), and had been read by them.' };
  }
  const { mariadb } = await database.dialect();
  const isSameLog = await isInLog(log, feed.log);
  const files = await log.files();
  const at: LogStart = isSameLog ?? { gtids: feed.log.gtids, mariadb };
  const exact = isSameLog !== null || files.every(({ size }) => size < LARGEST_FILE);
  const { position } = feed;
  const start = { position, log: feed.log, mariadb, exact };
  const positions = (reading: ReadingPlace) => new GtidPositions(reading, start);
  const { count } = await log.gtids();
  const beyond = reached && compareGtidPlaces(reached, stands) > 0 ? reached : null;
  const furthest = beyond ?? stands;
  if (count < furthest.count) {
    const detail = `It lacks transactions that had been read: its log ends at ${count}, and ${formatGtidPosition(furthest)} had been read.`;
    return { code: 'HISTORY_CHANGED', detail };
  }
  const marked = beyond?.mark ? beyond : null;
  const trouble = await traceLog(database, { at, positions, reached: marked, sameLog: isSameLog !== null });
  return trouble ?? { code: null, at, positions, skipping: stands.mark !== '' };
}

/** The place that is stored with GTIDs, where this is still the log that it is of. */
async function isInLog(log: MysqlLog, { place }: StoredLog): Promise<LogStart | null> {
  const known = place === null ? null : parsePosition(place);
  const check = known && (await log.check(known));
  return check?.state === 'there' ? { file: check.file.name, offset: known!.offset } : null;
}

/** A feed whose position is a file and an offset. */
async function locateByFile(
  database: MysqlDatabase,
  log: MysqlLog,
  { position, log: stored }: StoredFeed,
): Promise<FeedTrouble | ({ code: null } & FeedStart)> {
  const place = parsePosition(position);
  if (place === null) return { code: 'SLOT_LOST', detail: `${position} is no place in a binary log.` };
  const check = await log.check(place);
  if (check.state !== 'there') {
    return { code: check.state === 'purged' ? 'SLOT_INVALIDATED' : 'HISTORY_CHANGED', detail: check.detail };
  }
  const { mariadb } = await database.dialect();
  if (!mariadb && (await log.hasGtids())) {
    return { code: 'SLOT_LOST', detail: 'The server has got GTIDs since it was read.' };
  }
  const positions = (reading: ReadingPlace) =>
    stored === null
      ? new FilePositions(reading)
      : new GtidPositions(reading, { position, log: stored, mariadb, exact: true });
  const at = { file: check.file.name, offset: place.offset };
  return { code: null, at, positions, skipping: place.after };
}
