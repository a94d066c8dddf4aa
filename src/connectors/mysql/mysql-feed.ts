import type { ChangeEvent } from '#core/change/change-event.ts';
import { EventBuffer } from '#core/change/event-buffer.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Feed } from '#core/ports/source.ts';
import { BinlogDecoder, fileNumber, isHeartbeat } from './mysql-binlog-decoder.ts';
import { BinlogStream } from './mysql-binlog-stream.ts';
import { type Look, MysqlChangeAssembler } from './mysql-change-assembler.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError, errorNumberOf, NO_SUCH_LOG } from './mysql-errors.ts';
import { FeedPlace } from './mysql-feed-place.ts';
import { loseFeed, type StoredFeed } from './mysql-feed-table.ts';
import type { FeedStart } from './mysql-locate-feed.ts';
import type { MysqlLog } from './mysql-log.ts';
import type { LogPositions } from './mysql-log-positions.ts';
import { LogWatch } from './mysql-log-watch.ts';
import { feedHash } from './mysql-names.ts';
import type { LogPlace } from './mysql-position.ts';
import type { MysqlStreamTables } from './mysql-stream-tables.ts';
import type { FeedTrouble } from './mysql-trace-log.ts';

/** Silence after which the connection counts as broken; an idle server speaks every second. */
const SILENCE_MILLISECONDS = 30_000;
const SILENCE_CHECK_MILLISECONDS = 5_000;

export type MysqlFeedOptions = {
  feedId: string;
  /** Where the feed stands, and how it goes on from there. */
  stored: StoredFeed;
  start: FeedStart;
  log: MysqlLog;
  /** Why the feed could not be opened as it stands; null where it could. */
  judge: (reached: Position) => Promise<FeedTrouble | null>;
  tables: MysqlStreamTables;
  onClose: (feed: Feed) => void;
};

/** The running read of a server's binary log for one feed. */
export class MysqlFeed implements Feed {
  readonly events: AsyncIterable<ChangeEvent[]>;

  readonly #database: MysqlDatabase;
  readonly #options: MysqlFeedOptions;
  readonly #decoder: BinlogDecoder;
  readonly #positions: LogPositions;
  readonly #assembler: MysqlChangeAssembler;
  readonly #buffer = new EventBuffer(() => this.#setFlowing());
  readonly #place: FeedPlace;
  #stream: BinlogStream | null = null;
  /** Events that wait, with those inside of a compressed transaction, until tables have been looked at. */
  readonly #waiting: { event: Buffer; inner: boolean }[] = [];
  #looking = false;
  /** The server has ended the log, and it is being looked why: its connection ends, too. */
  #judging = false;
  #told: Position;
  #heardAt = Date.now();
  #silence: NodeJS.Timeout | null = null;
  #watch: LogWatch | null = null;
  #stopping: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  private constructor(database: MysqlDatabase, options: MysqlFeedOptions) {
    this.#database = database;
    this.#options = options;
    const { start, tables, stored, feedId } = options;
    const offset = 'file' in start.at ? start.at.offset : 0;
    this.#decoder = new BinlogDecoder({ file: 'file' in start.at ? fileNumber(start.at.file) : 0, offset });
    this.#positions = start.positions(this.#decoder);
    this.#assembler = new MysqlChangeAssembler({
      decoder: this.#decoder,
      positions: this.#positions,
      tables,
      schema: database.name,
      skipping: start.skipping,
    });
    this.#told = stored.position;
    this.#place = new FeedPlace(
      database,
      { ...stored, feedId, tables },
      {
        busyAt: () => this.#assembler.busyAt,
        gone: () => this.#reset('SLOT_LOST', 'What was stored of the feed in the database was removed.'),
        failed: (fault) => this.#fail(fault),
      },
    );
    this.events = this.#read();
  }

  /** Asks the server for its log; throws `SLOT_BUSY` while somebody else reads the feed. */
  static async open(database: MysqlDatabase, options: MysqlFeedOptions): Promise<MysqlFeed> {
    const feed = new MysqlFeed(database, options);
    await feed.#start();
    return feed;
  }

  acknowledge(position: Position): void {
    this.#place.acknowledge(position);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #start(): Promise<void> {
    const { feedId, start } = this.#options;
    this.#stream = await BinlogStream.open(this.#database, {
      at: start.at,
      wait: true,
      lock: `syncline.${feedHash(`${this.#database.name}/${feedId}`)}`,
      receive: (event) => this.#receive(event),
      ended: (fault) => this.#ended(fault),
    });
    if (this.#stream === null) throw new SyncError('SLOT_BUSY', 'Another session reads this feed.');
    this.#silence = setInterval(() => this.#checkSilence(), SILENCE_CHECK_MILLISECONDS);
    this.#watch = new LogWatch(this.#options.log, {
      place: () => this.#placeInLog(),
      refuted: () => void this.#judge('The log that is read is not the one that the server writes.'),
      stalled: () => this.#fail(new SyncError('CONNECTION_LOST', 'The server does not send what it logs.')),
    });
  }

  #receive(event: Buffer): void {
    this.#heardAt = Date.now();
    if (!isHeartbeat(event)) this.#watch?.moved();
    if (this.#closing) return;
    // What waits outlives the call.
    if (this.#looking) this.#waiting.push({ event: Buffer.from(event), inner: false });
    else this.#take(event, false);
  }

  #take(event: Buffer, inner: boolean): void {
    try {
      const within = inner ? null : this.#decoder.unwrap(event);
      if (within) {
        this.#waiting.unshift(...within.map((part) => ({ event: part, inner: true })));
        this.#takeWaiting();
        return;
      }
      const assembled = this.#assembler.assemble(this.#decoder.decode(event, inner));
      if (Array.isArray(assembled)) this.#push(assembled, event.length);
      else void this.#look(assembled);
    } catch (error) {
      this.#fail(error);
    }
  }

  #takeWaiting(): void {
    while (!this.#looking && !this.#closing) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#take(next.event, next.inner);
    }
  }

  #push(events: ChangeEvent[], bytes: number): void {
    for (const event of events) {
      this.#buffer.push(event, event.kind === 'change' ? bytes / events.length : 0);
      if (event.kind === 'commit') this.#tell(event.position);
    }
    if (events.length === 0 && this.#buffer.isEmpty) this.#beat((beat) => this.#buffer.push(beat, 0));
  }

  /** Tells that the log is delivered up to where it is between two transactions. */
  #beat(tell: (beat: ChangeEvent) => void): void {
    const { boundary } = this.#assembler;
    // What a table became at its end is part of what was delivered.
    if (this.#looking || boundary === null || boundary <= this.#told) return;
    this.#tell(boundary);
    tell({ kind: 'heartbeat', position: boundary });
  }

  #tell(position: Position): void {
    this.#told = position;
    this.#place.told(position, this.#positions.stored());
  }

  /** Nothing is read further until it is known what the tables are. */
  async #look({ streams, from, settle }: Look): Promise<void> {
    this.#looking = true;
    this.#setFlowing();
    try {
      await this.#options.tables.look(streams, from);
      this.#push(settle(), 0);
    } catch (error) {
      this.#fail(error);
    }
    this.#looking = false;
    this.#takeWaiting();
    this.#setFlowing();
  }

  #setFlowing(): void {
    this.#heardAt = Date.now();
    this.#stream?.setFlowing(this.#buffer.flowing && !this.#looking);
  }

  #placeInLog(): Pick<LogPlace, 'file' | 'offset' | 'begun'> | null {
    const { file, to, begun } = this.#decoder.place;
    if (!this.#buffer.flowing || this.#looking || begun === 0) return null;
    return { file, offset: to, begun };
  }

  #checkSilence(): void {
    if (!this.#buffer.flowing || this.#looking || Date.now() - this.#heardAt < SILENCE_MILLISECONDS) return;
    this.#fail(new SyncError('CONNECTION_LOST', 'The server has sent nothing for 30 seconds.'));
  }

  #ended(fault: unknown): void {
    if (this.#closing || this.#stopping) return;
    if (fault !== null && errorNumberOf(fault) === NO_SUCH_LOG) {
      const { message } = classifyMysqlError(fault);
      void this.#judge(`The server cannot send its log from there: ${message}`, 'SLOT_INVALIDATED');
    } else this.#fail(fault ?? new SyncError('CONNECTION_LOST', 'The server ended its log.'));
  }

  /** The reading cannot go on; why is asked of the log as it is now. @param otherwise where that finds nothing */
  async #judge(found: string, otherwise: 'SLOT_INVALIDATED' | 'CONNECTION_LOST' = 'CONNECTION_LOST') {
    this.#judging = true;
    try {
      const trouble = await this.#options.judge(this.#told);
      this.#judging = false;
      if (trouble?.code === 'HISTORY_CHANGED') this.#refuse(trouble.detail);
      else if (trouble !== null) this.#reset(trouble.code, trouble.detail);
      else if (otherwise === 'CONNECTION_LOST') this.#fail(new SyncError(otherwise, found));
      else this.#reset(otherwise, found);
    } catch (error) {
      this.#judging = false;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#closing || this.#stopping || this.#judging) return;
    const fault = classifyMysqlError(error, 'Reading the log');
    if (fault.code === 'SLOT_LOST') this.#reset('SLOT_LOST', fault.message);
    else if (fault.code === 'HISTORY_CHANGED') this.#refuse(`${fault.message} ${fault.detail}`);
    else {
      this.#buffer.end(fault);
      this.#stop().catch(() => undefined); // the fault that led here is told
    }
  }

  /** Notes that the feed must be made anew before it says so. */
  #reset(code: 'SLOT_LOST' | 'SLOT_INVALIDATED', detail: string): void {
    if (this.#closing) return;
    const noted = this.#stop().then(() => loseFeed(this.#database, this.#options.feedId, detail));
    noted.then(
      () => {
        this.#buffer.push({ kind: 'reset-required', code, detail }, 0);
        this.#buffer.end();
      },
      (error) => this.#buffer.end(error),
    );
  }

  /** Its log is another one: nothing is made anew before somebody has looked. */
  #refuse(detail: string): void {
    if (this.#closing || this.#stopping) return;
    this.#buffer.push({ kind: 'reset-required', code: 'HISTORY_CHANGED', detail }, 0);
    this.#buffer.end();
    this.#stop().catch(() => undefined); // why it ends is told
  }

  async *#read(): AsyncGenerator<ChangeEvent[]> {
    try {
      for (;;) {
        const events = await this.#buffer.take();
        if (events === null) return;
        this.#beat((beat) => events.push(beat));
        yield events;
      }
    } finally {
      await this.close();
    }
  }

  async #close(): Promise<void> {
    this.#options.onClose(this);
    this.#buffer.discard();
    await this.#stop();
    await this.#place.close();
  }

  #stop(): Promise<void> {
    if (this.#silence) clearInterval(this.#silence);
    this.#silence = null;
    this.#watch?.stop();
    const stream = this.#stream;
    this.#stream = null;
    this.#stopping ??= stream?.close() ?? Promise.resolve();
    return this.#stopping;
  }
}
