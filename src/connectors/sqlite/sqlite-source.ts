import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import { lostFeed } from '#core/ports/lost-feed.ts';
import type { RangeDigests } from '#core/ports/range-digests.ts';
import type {
  CopiedRows,
  Feed,
  KeyCollisions,
  RetainedLog,
  SnapshotChunk,
  SnapshotRequest,
  Source,
} from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import { SqliteFeed } from './sqlite-feed.ts';
import type { SqliteWorkerClient } from './sqlite-worker-client.ts';

/** The reading half of a SQLite connection. */
export class SqliteSource implements Source {
  readonly digests: RangeDigests;
  readonly #worker: SqliteWorkerClient;

  constructor(worker: SqliteWorkerClient) {
    this.#worker = worker;
    this.digests = {
      bounds: (request) => worker.call('bounds', request),
      range: (request) => worker.call('digestRange', request),
      buckets: (request) => worker.call('digestBuckets', request),
    };
  }

  prepare(feed: { feedId: string; streams: string[] }): Promise<{ created: boolean }> {
    return this.#worker.call('prepareFeed', feed);
  }

  isWhole(feedId: string): Promise<boolean> {
    return this.#worker.call('isWhole', feedId);
  }

  history(): Promise<SystemHistory> {
    return this.#worker.call('history');
  }

  async open(feed: { feedId: string }): Promise<Feed> {
    const opened = await this.#worker.call('openFeed', feed.feedId);
    if ('number' in opened) return new SqliteFeed(this.#worker, opened.number);
    const { lost } = opened;
    if (lost.kind !== 'reset-required') throw new Error(`A feed that is not open says ${lost.kind}`);
    return lostFeed(lost.code, lost.detail);
  }

  head(): Promise<Position> {
    return this.#worker.call('head');
  }

  snapshot(request: SnapshotRequest): Promise<SnapshotChunk> {
    return this.#worker.call('snapshot', request);
  }

  async copy(request: Omit<SnapshotRequest, 'within'>): Promise<CopiedRows> {
    const copied = await this.#worker.call('copy', request);
    // Between threads a Buffer becomes a plain array of bytes.
    const { buffer, byteOffset, byteLength } = copied.rows.text;
    return { ...copied, rows: { ...copied.rows, text: Buffer.from(buffer, byteOffset, byteLength) } };
  }

  covers(request: { stream: string; key: string[]; cursor: string; keys: Row[] }): Promise<boolean[]> {
    return this.#worker.call('covers', request);
  }

  read(request: { stream: string; fields: string[]; key: string[]; keys: Row[] }): Promise<Row[]> {
    return this.#worker.call('read', request);
  }

  async sameKeys(request: {
    stream: string;
    key: string[];
    keys: AsyncIterable<Row[]>;
  }): Promise<KeyCollisions> {
    const number = await this.#worker.call('openSameKeys', request.stream, request.key);
    try {
      for await (const rows of request.keys) await this.#worker.call('addSameKeys', number, rows);
      return await this.#worker.call('endSameKeys', number);
    } finally {
      await this.#worker.call('closeSameKeys', number);
    }
  }

  count({ stream, atMost }: { stream: string; atMost: number }): Promise<number> {
    return this.#worker.call('count', stream, atMost);
  }

  /** The file is written by this machine's own clock; its moments are milliseconds. */
  async clock(): Promise<{ offset: number; uncertainty: number }> {
    return { offset: 0, uncertainty: 1000 };
  }

  retained(feedId: string): Promise<RetainedLog> {
    return this.#worker.call('retained', feedId);
  }
}
