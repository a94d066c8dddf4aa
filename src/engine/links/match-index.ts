import type { Side } from '#core/change/change-event.ts';
import type { Matching } from '#core/matching/compile-matching.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease, MatchCandidate } from '#core/ports/lane-store.ts';
import type { Image, Row } from '#core/values/value.ts';
import { nameDigest } from '../matching/name-digest.ts';

/** Rows read at a time while the index is made. */
const CHUNK_ROWS = 5_000;

export type MatchIndexOptions = {
  laneId: string;
  streams: Record<Side, string>;
  keys: Record<Side, string>;
  matching: Matching;
  sessions: Record<Side, ConnectorSession>;
  store: LaneStore;
  lease: Lease;
};

/**
 * Finds records by a form of their values, which no system could look up: every record of both sides is
 * in the store under its name's digest. A record may have another value by now, so what is found is read
 * again. It is made before a lane first meets its data; whoever asks meanwhile waits.
 */
export class MatchIndex {
  readonly #options: MatchIndexOptions;
  #due = false;
  #made: Promise<void> = Promise.resolve();

  constructor(options: MatchIndexOptions) {
    this.#options = options;
  }

  /** The lane is about to meet its data: the index is made anew when it is first asked. */
  begin(): void {
    this.#due = true;
  }

  /** Takes up rows of a side as the log told of them. */
  async add(side: Side, rows: readonly Image[]): Promise<void> {
    await this.#ready();
    await this.#put(this.#candidates(side, rows), false);
  }

  /** Rows of a side that go by one of these names now, with the key and the fields that they are found by. */
  async find(side: Side, names: Iterable<string>): Promise<Row[]> {
    await this.#ready();
    const { laneId, streams, keys, matching, sessions, store } = this.#options;
    const wanted = new Set(names);
    const found = await store.candidates(laneId, side, [...wanted].map(nameDigest));
    if (found.length === 0) return [];
    const rows = await sessions[side].source.read({
      stream: streams[side],
      fields: [...new Set([keys[side], ...matching.fields[side]])],
      key: [keys[side]],
      keys: found.map((key) => ({ [keys[side]]: key })),
    });
    return rows.filter((row) => wanted.has(matching.nameOf(side, row) ?? ''));
  }

  async #ready(): Promise<void> {
    if (this.#due) {
      this.#due = false;
      this.#made = this.#make();
    }
    await this.#made;
  }

  async #make(): Promise<void> {
    const { streams, keys, matching, sessions } = this.#options;
    await this.#put([], true);
    for (const side of ['left', 'right'] as const) {
      const key = [keys[side]];
      const fields = [...new Set([keys[side], ...matching.fields[side]])];
      let cursor: string | null = null;
      do {
        const request = { stream: streams[side], fields, key, cursor, limit: CHUNK_ROWS };
        const chunk = await sessions[side].source.snapshot(request);
        await this.#put(this.#candidates(side, chunk.rows), false);
        cursor = chunk.cursor;
      } while (cursor !== null);
    }
  }

  #candidates(side: Side, rows: readonly Image[]): MatchCandidate[] {
    const { keys, matching } = this.#options;
    return rows.flatMap((row) => {
      const [key, name] = [row[keys[side]] ?? null, matching.nameOf(side, row)];
      return key === null || name === null ? [] : [{ side, digest: nameDigest(name), key }];
    });
  }

  async #put(put: MatchCandidate[], anew: boolean): Promise<void> {
    const { laneId, store, lease } = this.#options;
    if (put.length > 0 || anew) await store.commit(lease, { candidates: { laneId, anew, put } });
  }
}
