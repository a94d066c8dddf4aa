import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Feed } from '#core/ports/source.ts';
import type { SqliteWorkerClient } from './sqlite-worker-client.ts';

/** The running read of one feed, from outside of the thread that reads it. */
export class SqliteFeed implements Feed {
  readonly events: AsyncIterable<ChangeEvent[]>;
  readonly #worker: SqliteWorkerClient;
  readonly #number: number;
  #closing: Promise<void> | null = null;

  constructor(worker: SqliteWorkerClient, number: number) {
    this.#worker = worker;
    this.#number = number;
    this.events = this.#read();
  }

  acknowledge(position: Position): void {
    // A thread that has ended is reported by the reading.
    if (!this.#closing) this.#worker.call('acknowledge', this.#number, position).catch(() => undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#worker.call('closeFeed', this.#number).catch((error: unknown) => {
      // With its session, the feed has been closed.
      if (!(error instanceof SyncError) || error.code !== 'CONNECTION_LOST') throw error;
    });
    return this.#closing;
  }

  async *#read(): AsyncGenerator<ChangeEvent[]> {
    try {
      // The next ones are asked for while these are taken in: two batches wait at most.
      let next = this.#next();
      for (;;) {
        const events = await next;
        if (events === null) return;
        next = this.#next();
        // Met by the next turn, or by nobody if the reader leaves.
        next.catch(() => undefined);
        yield events;
      }
    } finally {
      await this.close();
    }
  }

  async #next(): Promise<ChangeEvent[] | null> {
    if (this.#closing) return null;
    try {
      return await this.#worker.call('nextEvents', this.#number);
    } catch (error) {
      if (this.#closing) return null;
      throw error;
    }
  }
}
