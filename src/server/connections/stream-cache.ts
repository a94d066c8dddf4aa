import type { StreamSchema } from '#core/values/stream-schema.ts';

const freshForMs = 30_000;

/** Streams of connections as they were found in the last half minute. */
export class StreamCache {
  readonly #entries = new Map<string, { at: number; streams: Promise<StreamSchema[]> }>();

  /** Asks `load` unless a fresh answer is there; a failed one is not kept. */
  get(key: string, load: () => Promise<StreamSchema[]>): Promise<StreamSchema[]> {
    const known = this.#entries.get(key);
    if (known && Date.now() - known.at < freshForMs) return known.streams;
    const entry = { at: Date.now(), streams: load() };
    this.#entries.set(key, entry);
    entry.streams.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.streams;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
