import type { RoutedEvent } from '#core/ports/change-log.ts';

/** The events of the batch in hand, as far as they are few enough to be kept (E16). */
export class TakenEvents {
  readonly #limit: number;
  #count = 0;
  #parts: RoutedEvent[][] = [];

  /** @param limit parts beyond which only the last one is kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(events: RoutedEvent[]): void {
    this.#count += 1;
    if (!this.complete) this.#parts = [];
    this.#parts.push(events);
  }

  /** As many as are kept, or more: a batch is long enough. */
  get full(): boolean {
    return this.#count >= this.#limit;
  }

  /** Whether everything is still here. */
  get complete(): boolean {
    return this.#count <= this.#limit;
  }

  get parts(): readonly RoutedEvent[][] {
    return this.#parts;
  }
}
