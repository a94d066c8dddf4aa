import { randomUUID } from 'node:crypto';
import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { SqliteChangeAssembler } from './sqlite-change-assembler.ts';
import { closeTransactions } from './sqlite-close-transactions.ts';
import { isBusy } from './sqlite-errors.ts';
import { isUnbroken, putFeedRow, readFeedRow } from './sqlite-feed-table.ts';
import { pause, type SqliteFile } from './sqlite-file.ts';
import { forgetAcknowledged } from './sqlite-forget-acknowledged.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';
import { changeOf, commitPosition, momentPosition, type SqliteMoments } from './sqlite-position.ts';
import { readShapes } from './sqlite-shape.ts';
import { syncTriggers } from './sqlite-sync-triggers.ts';

/** How often the file is asked whether somebody has written to it: it takes a few microseconds. */
const LOOK_MILLISECONDS = 20;
const HEARTBEAT_MICROSECONDS = 1_000_000;
/** An acknowledgement is written down this much later, with those that came meanwhile. */
const ACKNOWLEDGE_MILLISECONDS = 1000;
/** How many changes, and characters of them, are handed over at once. */
const BATCH_CHANGES = 2000;
const BATCH_CHARACTERS = 1_000_000;
const CLOSE_MILLISECONDS = 2000;

type Lost = Extract<ChangeEvent, { kind: 'reset-required' }>;
type State = {
  last: number;
  closed: number;
  next: number | null;
  reader: string | null;
  lost: string | null;
};

/** The running read of one feed. */
export class SqliteFeedReader {
  readonly #file: SqliteFile;
  readonly #moments: SqliteMoments;
  readonly #feedId: string;
  readonly #token = randomUUID();
  readonly #handle: SqliteHandle;
  readonly #identity: string;
  readonly #assembler: SqliteChangeAssembler;
  #delivered: number;
  #acknowledged: number;
  #kept: number;
  #group: { last: number; at: number } | null = null;
  #dataVersion = -1;
  #schemaVersion = -1;
  #beat = 0;
  #mustSync = false;
  #timer: NodeJS.Timeout | null = null;
  #wake: (() => void) | null = null;
  #closed = false;
  #ended = false;

  private constructor(file: SqliteFile, moments: SqliteMoments, feedId: string, acknowledged: number) {
    this.#file = file;
    this.#moments = moments;
    this.#feedId = feedId;
    this.#identity = file.identity;
    this.#handle = file.connect();
    this.#assembler = new SqliteChangeAssembler(
      readShapes(this.#handle),
      readFeedRow(this.#handle, feedId)?.streams ?? {},
    );
    this.#delivered = acknowledged;
    this.#acknowledged = acknowledged;
    this.#kept = acknowledged;
  }

  /** Opens the feed where it was last acknowledged; whoever read it before reads it no longer. Says so where it is lost. */
  static async open(
    file: SqliteFile,
    moments: SqliteMoments,
    feedId: string,
  ): Promise<SqliteFeedReader | Lost> {
    const row = tableExists(file.reader, own.feed) ? readFeedRow(file.reader, feedId) : null;
    if (!row)
      return { kind: 'reset-required', code: 'SLOT_LOST', detail: `The file keeps no feed ${feedId}.` };
    if (row.lost !== null) return { kind: 'reset-required', code: 'SLOT_INVALIDATED', detail: row.lost };
    if (!isUnbroken(file.reader, row.acknowledged))
      return { kind: 'reset-required', code: 'SLOT_INVALIDATED', detail: broken };
    const reader = new SqliteFeedReader(file, moments, feedId, row.acknowledged);
    try {
      await file.transaction((writer) => {
        closeTransactions(writer, file);
        syncTriggers(writer, file.catalog);
        const current = readFeedRow(writer, feedId);
        if (current) putFeedRow(writer, { ...current, reader: reader.#token });
      });
      return reader;
    } catch (error) {
      reader.#handle.close();
      throw error;
    }
  }

  /** The next events, as soon as there are any; null at the end. Throws a classified error on a fault. */
  async next(): Promise<ChangeEvent[] | null> {
    for (;;) {
      if (this.#closed || this.#ended) return null;
      const events = this.#look();
      if (events.length > 0) return events;
      if (this.#mustSync) await this.#catchUp();
      else await this.#rest();
    }
  }

  acknowledge(position: Position): void {
    this.#acknowledged = Math.max(this.#acknowledged, changeOf(position));
    if (this.#acknowledged !== this.#kept) this.#keepSoon();
  }

  /** Says soon that everything until now was delivered. */
  poke(): void {
    this.#beat = 0;
    this.#wake?.();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake?.();
    if (this.#timer) clearTimeout(this.#timer);
    this.#handle.close();
    // What is not written down is delivered once more.
    if (this.#acknowledged !== this.#kept) await this.#keep(CLOSE_MILLISECONDS).catch(() => undefined);
  }

  #look(): ChangeEvent[] {
    if (this.#group) return this.#readGroup();
    if (this.#file.identity !== this.#identity) {
      throw new SyncError('CONNECTION_LOST', 'The file was replaced by another one.');
    }
    const moment = this.#moments.next();
    const dataVersion = this.#handle.number('PRAGMA data_version') ?? 0;
    const due = moment - this.#beat >= HEARTBEAT_MICROSECONDS;
    if (dataVersion === this.#dataVersion && !due) return [];
    const state = this.#state();
    if ('kind' in state) {
      this.#ended = true;
      return [state];
    }
    if (state.reader !== this.#token && state.reader !== null) {
      throw new SyncError('SLOT_BUSY', `Somebody else reads the feed ${this.#feedId} now.`);
    }
    const schemaVersion = this.#handle.schemaVersion;
    const learned =
      schemaVersion === this.#schemaVersion ? [] : this.#assembler.learn(readShapes(this.#handle));
    this.#mustSync ||= this.#schemaVersion !== -1 && schemaVersion !== this.#schemaVersion;
    this.#schemaVersion = schemaVersion;
    if (state.next !== null && state.last >= state.closed) {
      this.#openGroup(state.next);
      return [...learned, ...this.#readGroup()];
    }
    this.#mustSync ||= state.last !== state.closed;
    // Asked before the state was read: what is committed from then on shows the next time.
    this.#dataVersion = dataVersion;
    if (!due || this.#mustSync) return learned;
    this.#beat = moment;
    return [...learned, { kind: 'heartbeat', position: momentPosition(this.#delivered, moment) }];
  }

  /** What the file says of the feed, in one snapshot. */
  #state(): State | Lost {
    if (!tableExists(this.#handle, own.feed)) return gone(this.#feedId);
    const row = this.#handle.get(
      `SELECT (SELECT seq FROM sqlite_sequence WHERE name = '${own.change}'), (SELECT max(id) FROM ${own.commit}),
         (SELECT min(id) FROM ${own.commit} WHERE id > ?1), reader, lost FROM ${own.feed} WHERE id = ?2`,
      BigInt(this.#delivered),
      this.#feedId,
    );
    if (!row) return gone(this.#feedId);
    const [last, closed, next, reader, lost] = row;
    if (lost !== null) return { kind: 'reset-required', code: 'SLOT_INVALIDATED', detail: String(lost) };
    return {
      last: Number(last ?? 0),
      closed: Number(closed ?? 0),
      next: next === null ? null : Number(next),
      reader: reader === null ? null : String(reader),
      lost: null,
    };
  }

  #openGroup(last: number): void {
    const at = this.#handle.number(`SELECT at FROM ${own.change} WHERE id = ?`, BigInt(last)) ?? 0;
    this.#group = { last, at: this.#delivered };
    this.#assembler.begin(commitPosition(last), at * 1000);
  }

  /** The next part of the open transaction. */
  #readGroup(): ChangeEvent[] {
    const group = this.#group!;
    const events: ChangeEvent[] = [];
    let characters = 0;
    const columns = Array.from({ length: this.#assembler.width }, (_, i) => `, o${i}, n${i}`).join('');
    for (const row of this.#handle.iterate(
      `SELECT id, shape, op, at, tag${columns} FROM ${own.change} WHERE id > ? AND id <= ? ORDER BY id`,
      BigInt(group.at),
      BigInt(group.last),
    )) {
      if (Number(row[0]) !== group.at + 1) break;
      group.at += 1;
      events.push(...this.#assembler.row(row));
      for (const value of row)
        if (value !== null && typeof value === 'object') characters += value.length;
        else if (typeof value === 'string') characters += value.length;
      if (events.length >= BATCH_CHANGES || characters >= BATCH_CHARACTERS) break;
    }
    if (group.at === group.last) {
      this.#group = null;
      this.#delivered = group.last;
      events.push(...this.#assembler.end());
    } else if (characters === 0 && events.length === 0) {
      this.#ended = true;
      return [{ kind: 'reset-required', code: 'SLOT_INVALIDATED', detail: broken }];
    }
    return events;
  }

  /** Writes down where transactions end, and brings the triggers in line; while somebody else writes, we wait. */
  async #catchUp(): Promise<void> {
    try {
      await this.#file.transaction((writer) => {
        if (!tableExists(writer, own.feed)) return;
        closeTransactions(writer, this.#file);
        syncTriggers(writer, this.#file.catalog);
      }, 0);
      this.#mustSync = false;
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(LOOK_MILLISECONDS / 4);
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MILLISECONDS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #keepSoon(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#keep(0).then(
        (more) => more && this.#keepSoon(),
        // Somebody else writes.
        () => this.#keepSoon(),
      );
    }, ACKNOWLEDGE_MILLISECONDS);
  }

  /** @returns whether changes are left that nobody needs. */
  async #keep(patience: number): Promise<boolean> {
    const acknowledged = this.#acknowledged;
    const more = await this.#file.transaction(
      (writer) => forgetAcknowledged(writer, { feedId: this.#feedId, reader: this.#token, acknowledged }),
      patience,
    );
    this.#kept = acknowledged;
    return more;
  }
}

const broken = `Changes are missing from the table ${own.change}: somebody has deleted them.`;

function gone(feedId: string): Lost {
  return {
    kind: 'reset-required',
    code: 'SLOT_LOST',
    detail: `The file keeps the feed ${feedId} no longer.`,
  };
}
