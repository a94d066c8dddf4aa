import type { ChangeLog, RoutedEvent } from '#core/ports/change-log.ts';

const isBoundary = (event: RoutedEvent) => event.kind === 'commit' || event.kind === 'heartbeat';

/** The change log within one process: a bounded queue. */
export class MemoryChangeLog implements ChangeLog {
  readonly #capacity: number;
  #events: RoutedEvent[] = [];
  #closed = false;
  #wakeTaker: (() => void) | null = null;
  #wakePushers: (() => void)[] = [];

  /** @param capacity events beyond which `push` waits. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async push(events: RoutedEvent[]): Promise<void> {
    for (const event of events) this.#append(event);
    this.#wakeTaker?.();
    while (this.#events.length > this.#capacity && !this.#closed) {
      await new Promise<void>((resolve) => this.#wakePushers.push(resolve));
    }
  }

  async take(limit: number): Promise<RoutedEvent[] | null> {
    for (;;) {
      if (this.#closed) return null;
      const length = this.#batchLength(limit);
      if (length > 0) {
        const batch = this.#events.slice(0, length);
        this.#events = this.#events.slice(length);
        this.#wakeAll();
        return batch;
      }
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
      this.#wakeTaker = null;
    }
  }

  close(): void {
    this.#closed = true;
    this.#events = [];
    this.#wakeTaker?.();
    this.#wakeAll();
  }

  /** Consecutive heartbeats say no more than the last of them. */
  #append(event: RoutedEvent): void {
    const last = this.#events.at(-1);
    if (event.kind === 'heartbeat' && last?.kind === 'heartbeat') this.#events.pop();
    this.#events.push(event);
  }

  /** Events up to the last boundary within `limit` changes; `limit` where there is none; 0 to wait. */
  #batchLength(limit: number): number {
    let changes = 0;
    let boundary = 0;
    for (const [index, event] of this.#events.entries()) {
      if (isBoundary(event)) boundary = index + 1;
      else if (++changes > limit) return boundary > 0 ? boundary : index;
    }
    return boundary;
  }

  #wakeAll(): void {
    const waiting = this.#wakePushers;
    this.#wakePushers = [];
    for (const wake of waiting) wake();
  }
}
