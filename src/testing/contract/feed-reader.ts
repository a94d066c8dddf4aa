import type { Change, ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import type { Feed } from '#core/ports/source.ts';

const PATIENCE_MILLISECONDS = 60_000;

/** Collects what a feed delivers, so that a test can wait for a position. */
export class FeedReader {
  readonly events: ChangeEvent[] = [];
  readonly feed: Feed;
  /** Rejects with the feed's fault; resolves when it ends. */
  readonly done: Promise<void>;
  #failure: unknown = null;
  #ended = false;

  constructor(feed: Feed) {
    this.feed = feed;
    this.done = this.#read();
    this.done.then(
      () => {
        this.#ended = true;
      },
      (error: unknown) => {
        this.#failure = error;
      },
    );
  }

  get changes(): Change[] {
    return this.events.filter((event) => event.kind === 'change');
  }

  /** The position up to which everything was delivered. */
  get delivered(): Position {
    const passed = this.events.filter((event) => event.kind === 'commit' || event.kind === 'heartbeat');
    return passed.at(-1)?.position ?? '';
  }

  /** Waits until everything at or before the position was delivered. */
  async pass(position: Position): Promise<void> {
    await this.until(() => this.delivered >= position, `position ${position}`);
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    const patience = Date.now() + PATIENCE_MILLISECONDS;
    while (!holds()) {
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) throw new Error(`The feed ended before it reached ${what}`);
      if (Date.now() > patience) throw new Error(`The feed did not reach ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async close(): Promise<void> {
    await this.feed.close();
    await this.done;
  }

  async #read(): Promise<void> {
    for await (const events of this.feed.events) this.events.push(...events);
  }
}
