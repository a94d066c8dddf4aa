import type { ChangeEvent } from './change-event.ts';

/** Bytes of log that may wait undelivered before the network is no longer read. */
const HIGH_WATER_BYTES = 2 * 1024 * 1024;

/** What stands between the socket and the reader: bounded by pausing the socket while it is full. */
export class EventBuffer {
  readonly #setFlowing: (flowing: boolean) => void;
  #events: ChangeEvent[] = [];
  #bytes = 0;
  #flowing = true;
  #ended = false;
  #failure: unknown = null;
  #wake: (() => void) | null = null;

  /** @param setFlowing stops and restarts the network */
  constructor(setFlowing: (flowing: boolean) => void) {
    this.#setFlowing = setFlowing;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  get flowing(): boolean {
    return this.#flowing;
  }

  push(event: ChangeEvent, bytes: number): void {
    if (this.#ended) return;
    this.#events.push(event);
    this.#bytes += bytes;
    if (this.#flowing && this.#bytes > HIGH_WATER_BYTES) {
      this.#flowing = false;
      this.#setFlowing(false);
    }
    this.#wakeReader();
  }

  /** Ends the delivery after what is already here; with a failure, the reader meets it then. */
  end(failure: unknown = null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wakeReader();
  }

  /** Drops what is here, too: nobody reads any more. */
  discard(): void {
    this.#events = [];
    this.end();
  }

  /** Everything that has arrived, as soon as there is anything; null at the end. Throws the failure. */
  async take(): Promise<ChangeEvent[] | null> {
    while (this.#events.length === 0) {
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    if (!this.#flowing) {
      this.#flowing = true;
      if (!this.#ended) this.#setFlowing(true);
    }
    return events;
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
