import { type ChangeLog, isBoundary, type RoutedEvent } from '#core/ports/change-log.ts';
import type { Image } from '#core/values/value.ts';

/** Characters of values that one taking holds at most, where that is more than one change. */
const TAKE_SIZE = 2_000_000;
/** Events passed over before the queue is copied down. */
const COMPACT_AT = 10_000;

/** The change log within one process: a queue bounded by events and by the size of their values. */
export class MemoryChangeLog implements ChangeLog {
  readonly #capacity: { events: number; size: number };
  /** What waits, from `#head` on. */
  #events: RoutedEvent[] = [];
  #sizes: number[] = [];
  #head = 0;
  #size = 0;
  #closed = false;
  #wakeTaker: (() => void) | null = null;
  #wakePushers: (() => void)[] = [];

  /** @param capacity events, and characters of their values, beyond which `push` waits. */
  constructor(capacity: { events: number; size: number }) {
    this.#capacity = capacity;
  }

  get waiting(): number {
    return this.#events.length - this.#head;
  }

  async push(events: RoutedEvent[]): Promise<void> {
    for (const event of events) this.#append(event);
    this.#wakeTaker?.();
    while (this.#isFull() && !this.#closed) {
      await new Promise<void>((resolve) => this.#wakePushers.push(resolve));
    }
  }

  async take(limit: number): Promise<RoutedEvent[] | null> {
    for (;;) {
      if (this.#closed) return null;
      const end = this.#endOfNext(limit);
      if (end > this.#head) {
        const taken = this.#events.slice(this.#head, end);
        for (; this.#head < end; this.#head += 1) this.#size -= this.#sizes[this.#head] as number;
        this.#compact();
        this.#wakeAll();
        return taken;
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
    this.#sizes = [];
    this.#head = 0;
    this.#size = 0;
    this.#wakeTaker?.();
    this.#wakeAll();
  }

  #isFull(): boolean {
    return this.waiting > this.#capacity.events || this.#size > this.#capacity.size;
  }

  /** Consecutive heartbeats say no more than the last of them. */
  #append(event: RoutedEvent): void {
    const last = this.#events.length - 1;
    if (event.kind === 'heartbeat' && last >= this.#head && this.#events[last]?.kind === 'heartbeat') {
      this.#events[last] = event;
      return;
    }
    const size = event.kind === 'change' ? sizeOf(event.before) + sizeOf(event.after) : 0;
    this.#events.push(event);
    this.#sizes.push(size);
    this.#size += size;
  }

  /** Behind the last boundary within the limits; where there is none, at the limits or when the log is full; `#head` to wait. */
  #endOfNext(limit: number): number {
    let changes = 0;
    let size = 0;
    let boundary = this.#head;
    for (let index = this.#head; index < this.#events.length; index += 1) {
      if (isBoundary(this.#events[index])) {
        boundary = index + 1;
        continue;
      }
      changes += 1;
      size += this.#sizes[index] as number;
      if (changes > limit || (size > TAKE_SIZE && changes > 1)) {
        return boundary > this.#head ? boundary : index;
      }
    }
    return boundary === this.#head && this.#isFull() ? this.#events.length : boundary;
  }

  #compact(): void {
    if (this.#head < COMPACT_AT && this.#head < this.#events.length) return;
    this.#events = this.#events.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  #wakeAll(): void {
    const waiting = this.#wakePushers;
    this.#wakePushers = [];
    for (const wake of waiting) wake();
  }
}

function sizeOf(image: Image | null): number {
  let size = 0;
  for (const name in image) size += image[name]?.length ?? 0;
  return size;
}
