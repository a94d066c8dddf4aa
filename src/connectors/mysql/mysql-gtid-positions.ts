import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { StoredLog } from './mysql-feed-table.ts';
import { formatGtidPosition, type GtidPlace, parseGtidPosition } from './mysql-gtid-position.ts';
import { type GtidState, gtidState, type LoggedGtid } from './mysql-gtid-state.ts';
import { FilePositions, type LogPositions, type ReadingPlace } from './mysql-log-positions.ts';
import { comparePlacesOfFiles, formatPosition, type LogPlace, parsePosition } from './mysql-position.ts';

/** Where a reading begins whose places are told by GTIDs. */
export type GtidStart = {
  position: Position;
  log: StoredLog;
  mariadb: boolean;
  /** Offsets that are read are true: the reading did not jump to somewhere in a file of more than 4 GB. */
  exact: boolean;
};

/**
 * Places are counts of transactions, the same on a server and its replicas. Before `turn`, up to which the feed had
 * been prepared by files and offsets, they are told as they were told then.
 */
export class GtidPositions implements LogPositions {
  readonly #reading: ReadingPlace;
  readonly #files: FilePositions;
  readonly #turn: LogPlace | null;
  /** With the last transaction, and without it. */
  readonly #state: GtidState;
  readonly #before: GtidState;
  /** What the first transaction must be: the one at the stored position. */
  #expected: GtidPlace | null;
  #place: GtidPlace;
  #last: LoggedGtid | null = null;
  #lastPlace: LogPlace | null = null;
  #exact: boolean;
  #file: number | null = null;
  /** The last transaction lies before the turn. */
  #inFiles = false;
  #named = true;
  readonly #sources = new Set<string>();
  #tied = false;

  constructor(reading: ReadingPlace, { position, log, mariadb, exact }: GtidStart) {
    this.#reading = reading;
    this.#files = new FilePositions(reading);
    this.#turn = log.turn === null ? null : parsePosition(log.turn);
    this.#state = gtidState(mariadb, log.gtids);
    this.#before = gtidState(mariadb, log.gtids);
    const told = parseGtidPosition(position);
    this.#place = told ?? { count: this.#state.count, ties: 0, mark: '', behind: true };
    this.#expected = told === null || told.mark === '' ? null : told;
    this.#exact = exact;
  }

  /**
   * Transactions came one after the other in an order that is the same on every server: they are of one domain, or
   * of one server of MySQL.
   */
  get isOrdered(): boolean {
    return this.#sources.size < 2 && !this.#tied;
  }

  /** The transaction that must come first, and has not; null where it has, or none is known. */
  get awaited(): GtidPlace | null {
    return this.#expected;
  }

  /** The last transaction that was told; null before the first one. */
  get last(): GtidPlace | null {
    return this.#last === null ? null : this.#place;
  }

  begin(gtid: LoggedGtid | null): void {
    const { file, from, begun } = this.#reading.place;
    const place = { file, offset: from, after: false, begun };
    this.#inFiles = this.#turn !== null && comparePlacesOfFiles(place, this.#turn) < 0;
    if (this.#inFiles) {
      this.#files.begin();
      return;
    }
    if (gtid === null) throw new SyncError('SLOT_LOST', 'A transaction was logged without a GTID.');
    this.#exact ||= this.#file !== null && this.#file !== file;
    this.#file = file;
    if (this.#last) this.#before.add(this.#last);
    const grew = this.#state.add(gtid);
    this.#last = gtid;
    this.#lastPlace = this.#exact ? place : null;
    this.#place = {
      count: this.#state.count,
      ties: grew ? 0 : this.#place.ties + 1,
      mark: '',
      behind: false,
    };
    this.#named = false;
    this.#sources.add(gtid.source);
    this.#tied ||= !grew;
  }

  name(): Position {
    if (this.#inFiles) return this.#files.name();
    if (!this.#named) this.#mark();
    return formatGtidPosition(this.#place);
  }

  behind(): Position | null {
    const { file, to } = this.#reading.place;
    const isBefore = this.#turn && comparePlacesOfFiles({ file, offset: to }, this.#turn) < 0;
    return isBefore ? this.#files.behind() : formatGtidPosition({ ...this.#place, behind: true });
  }

  stored(): StoredLog {
    const { file, to } = this.#reading.place;
    const turn = this.#turn;
    if (turn && (this.#inFiles || comparePlacesOfFiles({ file, offset: to }, turn) < 0)) {
      return { gtids: this.#before.toString(), place: null, turn: formatPosition(turn) };
    }
    const place = this.#lastPlace && formatPosition(this.#lastPlace);
    return { gtids: this.#before.toString(), place, turn: null };
  }

  /** A replica keeps when a transaction was committed (MySQL), or when its first statement began (MariaDB). */
  #mark(): void {
    this.#named = true;
    const { committed, server } = this.#last as LoggedGtid;
    const mark = committed?.toString(16) ?? `${this.#reading.second.toString(16)}-${server.toString(16)}`;
    const expected = this.#expected;
    this.#expected = null;
    if (expected && (this.#place.count !== expected.count || mark !== expected.mark)) {
      throw new SyncError('HISTORY_CHANGED', 'Its log has another transaction where the feed stood.', {
        detail: `${formatGtidPosition({ ...this.#place, mark })} in place of ${formatGtidPosition(expected)}`,
      });
    }
    this.#place = { ...this.#place, ties: expected?.ties ?? this.#place.ties, mark };
  }
}
