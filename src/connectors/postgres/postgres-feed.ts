import type { Connection } from 'pg';
import { LogicalReplicationService } from 'pg-logical-replication';
import type { ChangeEvent } from '#core/change/change-event.ts';
import { EventBuffer } from '#core/change/event-buffer.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Feed } from '#core/ports/source.ts';
import { PostgresChangeAssembler } from './postgres-change-assembler.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { classifyPostgresError } from './postgres-errors.ts';
import { feedObjectName } from './postgres-names.ts';
import { PgoutputDecoder } from './postgres-pgoutput-decoder.ts';
import { lsnFromPosition, positionBefore, positionFromLsn } from './postgres-position.ts';
import { PostgresReplicationPlugin } from './postgres-replication-plugin.ts';
import type { Slot } from './postgres-slot.ts';
import { spellTypes } from './postgres-spell-types.ts';

/** How often the server hears from us, and, while idle, is asked how far its log has come. */
const STATUS_MILLISECONDS = 1000;
/** Silence after which the connection counts as broken; the server answers every second. */
const SILENCE_MILLISECONDS = 30_000;
/** Acknowledgements closer together than this are sent as one. */
const ACKNOWLEDGE_MILLISECONDS = 20;
const CLOSE_MILLISECONDS = 500;

/** The running read of one replication slot. */
export class PostgresFeed implements Feed {
  readonly events: AsyncIterable<ChangeEvent[]>;

  readonly #service: LogicalReplicationService;
  readonly #decoder = new PgoutputDecoder();
  readonly #assembler: PostgresChangeAssembler;
  readonly #buffer: EventBuffer;
  readonly #database: PostgresDatabase;
  #connection: Connection | null = null;
  #acknowledged: Position;
  #sent: Position;
  #delivered: Position;
  #heardAt = Date.now();
  #statusTimer: NodeJS.Timeout | null = null;
  #acknowledgeTimer: NodeJS.Timeout | null = null;
  #closing: Promise<void> | null = null;
  #unspelled = false;

  readonly #onClose: (feed: Feed) => void;

  private constructor(
    database: PostgresDatabase,
    service: LogicalReplicationService,
    {
      streams,
      acknowledged,
      onClose,
    }: { streams: string[]; acknowledged: Position; onClose: (feed: Feed) => void },
  ) {
    this.#onClose = onClose;
    this.#database = database;
    this.#service = service;
    this.#assembler = new PostgresChangeAssembler(streams);
    this.#acknowledged = acknowledged;
    this.#sent = acknowledged;
    this.#delivered = acknowledged;
    this.#buffer = new EventBuffer((flowing) => this.#setFlowing(flowing));
    this.events = this.#read();
  }

  /**
   * Starts streaming and returns when the server has agreed. Throws a classified error, `SLOT_BUSY` when somebody else reads it.
   */
  static async open(
    database: PostgresDatabase,
    feed: { feedId: string; streams: string[]; slot: Slot; onClose: (feed: Feed) => void },
  ): Promise<PostgresFeed> {
    const { name, acknowledged } = feed.slot;
    const service = new LogicalReplicationService(await database.clientConfig(name), {
      acknowledge: { auto: false, timeoutSeconds: 0 },
    });
    const opened = new PostgresFeed(database, service, { ...feed, acknowledged });
    await opened.#start(name, feedObjectName(feed.feedId));
    return opened;
  }

  acknowledge(position: Position): void {
    if (position <= this.#acknowledged || this.#closing) return;
    this.#acknowledged = position;
    this.#acknowledgeTimer ??= setTimeout(() => {
      this.#acknowledgeTimer = null;
      this.#sendStatus(false);
    }, ACKNOWLEDGE_MILLISECONDS);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #start(slot: string, publication: string): Promise<void> {
    const plugin = new PostgresReplicationPlugin({
      publication,
      receive: (message) => this.#receive(message),
      connected: (connection) => {
        this.#connection = connection;
      },
    });
    const service = this.#service;
    const started = new Promise<void>((resolve) => service.on('start', () => resolve()));
    service.on('error', (error) => this.#fail(error));
    service.on('heartbeat', (lsn, _time, mustAnswer) => this.#heartbeat(lsn, mustAnswer));
    const ended = service.subscribe(plugin, slot, '0/0').then(
      () => this.#fail(new SyncError('CONNECTION_LOST', 'The server ended the replication stream.')),
      (error) => {
        this.#fail(error);
        throw error;
      },
    );
    try {
      await Promise.race([started, ended]);
    } catch (error) {
      await this.close();
      throw classifyPostgresError(error, `Reading the log through ${slot}`);
    }
    // From here on a fault reaches the reader through the buffer.
    ended.catch(() => {});
    this.#statusTimer = setInterval(() => this.#everySecond(), STATUS_MILLISECONDS);
    this.#sendStatus(true);
  }

  #receive(message: Buffer): void {
    this.#heardAt = Date.now();
    try {
      const event = this.#assembler.assemble(this.#decoder.decode(message));
      if (!event) return;
      if (event.kind === 'commit') this.#delivered = event.position;
      if (event.kind === 'schema') this.#unspelled = true;
      this.#buffer.push(event, message.length);
    } catch (error) {
      this.#fail(error);
    }
  }

  #heartbeat(lsn: string, mustAnswer: boolean): void {
    this.#heardAt = Date.now();
    // The server names the first byte that it has not yet sent, and names it in mid-transaction, too.
    const position = positionBefore(positionFromLsn(lsn));
    if (!this.#assembler.open && position > this.#delivered) {
      this.#delivered = position;
      this.#buffer.push({ kind: 'heartbeat', position }, 0);
    }
    if (mustAnswer) this.#sendStatus(false);
  }

  /** Also while the network is stopped: the server must not think that we are gone. */
  #everySecond(): void {
    if (this.#buffer.flowing && Date.now() - this.#heardAt > SILENCE_MILLISECONDS) {
      this.#fail(new SyncError('CONNECTION_LOST', 'The server has not answered for 30 seconds.'));
      return;
    }
    this.#sendStatus(this.#buffer.flowing);
  }

  /** @param ping ask how far the log has come: the answer is a heartbeat */
  #sendStatus(ping: boolean): void {
    this.#sent = this.#acknowledged;
    // The transport adds one: it takes the last byte that was received, as a position is.
    this.#service.acknowledge(lsnFromPosition(this.#sent), ping).catch((error) => this.#fail(error));
  }

  #setFlowing(flowing: boolean): void {
    this.#heardAt = Date.now();
    if (flowing) this.#connection?.stream.resume();
    else this.#connection?.stream.pause();
  }

  #fail(error: unknown): void {
    if (this.#closing) return;
    const fault = classifyPostgresError(error, 'Reading the log');
    const { code } = fault;
    if (code === 'SLOT_LOST' || code === 'SLOT_INVALIDATED') {
      this.#buffer.push({ kind: 'reset-required', code, detail: fault.message }, 0);
      this.#buffer.end();
    } else {
      this.#buffer.end(fault);
    }
    this.#stopTimers();
  }

  async *#read(): AsyncGenerator<ChangeEvent[]> {
    try {
      for (;;) {
        const events = await this.#buffer.take();
        if (events === null) return;
        if (this.#unspelled) {
          this.#unspelled = false;
          const schemas = this.#assembler.unspelled;
          this.#assembler.unspelled = [];
          await spellTypes(this.#database, schemas);
        }
        yield events;
      }
    } finally {
      await this.close();
    }
  }

  async #close(): Promise<void> {
    this.#onClose(this);
    this.#stopTimers();
    if (this.#acknowledged !== this.#sent) this.#sendStatus(false);
    this.#buffer.discard();
    const connection = this.#connection;
    if (connection && !connection.stream.destroyed) {
      const closed = new Promise((resolve) => connection.stream.once('close', resolve));
      const force = setTimeout(() => connection.stream.destroy(), CLOSE_MILLISECONDS);
      // A stopped network would never deliver the end.
      connection.stream.resume();
      // The server frees the slot before it closes its side, so that it can be opened again at once.
      connection.end();
      await closed;
      clearTimeout(force);
    }
    await this.#service.destroy();
    // A subscription that is still on its way tells of its end after this; unheard, that would end the process.
    this.#service.on('error', () => {});
  }

  #stopTimers(): void {
    if (this.#statusTimer) clearInterval(this.#statusTimer);
    if (this.#acknowledgeTimer) clearTimeout(this.#acknowledgeTimer);
    this.#statusTimer = null;
    this.#acknowledgeTimer = null;
  }
}
