import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
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
import { formatRows } from '#core/values/text-rows.ts';
import type { Row } from '#core/values/value.ts';
import { isWithin, memoryDigests } from './memory-digests.ts';
import { MemoryFeed } from './memory-feed.ts';
import type { MemorySystem } from './memory-system.ts';

/** The reading half of a memory system. */
export class MemorySource implements Source {
  readonly digests: RangeDigests;
  readonly #system: MemorySystem;

  constructor(system: MemorySystem) {
    this.#system = system;
    this.digests = memoryDigests(system);
  }

  async prepare({ feedId, streams }: { feedId: string; streams: string[] }): Promise<{ created: boolean }> {
    for (const stream of streams) this.#system.tables.stream(stream);
    const { position, slots } = this.#system;
    const slot = slots.get(feedId);
    const since = new Map(streams.map((stream) => [stream, slot?.since.get(stream) ?? position]));
    if (slot) slot.since = since;
    else slots.set(feedId, { acknowledged: position, since, open: false });
    return { created: slot === undefined };
  }

  async isWhole(feedId: string): Promise<boolean> {
    return this.#system.slots.has(feedId);
  }

  async open({ feedId, streams }: { feedId: string; streams: string[] }): Promise<Feed> {
    const slot = this.#system.slots.get(feedId);
    return slot ? new MemoryFeed(this.#system, slot, streams) : lost(feedId);
  }

  async history(): Promise<SystemHistory> {
    return {
      system: 'memory',
      timeline: '1',
      earlier: [],
      head: this.#system.position,
      log: { state: 'unknown' },
    };
  }

  async head(): Promise<Position> {
    return this.#system.commit([]);
  }

  async snapshot(request: SnapshotRequest): Promise<SnapshotChunk> {
    const { tables } = this.#system;
    const { stream, key, limit, within } = request;
    const after = request.cursor === null ? null : (JSON.parse(request.cursor) as Row);
    const rows = tables
      .rows(stream)
      .sort((a, b) => tables.compare(stream, key, a, b))
      .filter((row) => after === null || tables.compare(stream, key, row, after) > 0)
      .filter(within ? isWithin(this.#system, stream, key, within) : () => true)
      .slice(0, limit);
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => pick(row, [...key, ...request.fields])),
      cursor: last && rows.length === limit ? JSON.stringify(pick(last, key)) : null,
    };
  }

  async copy(request: Omit<SnapshotRequest, 'within'>): Promise<CopiedRows> {
    const { rows, cursor } = await this.snapshot(request);
    const fields = [...new Set([...request.key, ...request.fields])];
    return { fields, rows: formatRows(rows.map((row) => fields.map((name) => row[name] ?? null))), cursor };
  }

  async covers(request: { stream: string; key: string[]; cursor: string; keys: Row[] }): Promise<boolean[]> {
    const cursor = JSON.parse(request.cursor) as Row;
    const { tables } = this.#system;
    return request.keys.map((key) => tables.compare(request.stream, request.key, key, cursor) <= 0);
  }

  async read(request: { stream: string; fields: string[]; key: string[]; keys: Row[] }): Promise<Row[]> {
    return request.keys.flatMap((key) => {
      const row = this.#system.tables.find(request.stream, pick(key, request.key));
      return row ? [pick(row, [...request.key, ...request.fields])] : [];
    });
  }

  /** Its keys are the same where their texts are. */
  async sameKeys(request: { key: string[]; keys: AsyncIterable<Row[]> }): Promise<KeyCollisions> {
    const groups = new Map<string, Row[]>();
    for await (const rows of request.keys) {
      for (const row of rows) {
        const name = JSON.stringify(request.key.map((field) => row[field]));
        groups.set(name, [...(groups.get(name) ?? []), row]);
      }
    }
    const samples = [...groups.values()].filter((group) => group.length > 1);
    return { keys: samples.flat().length, groups: samples.length, samples };
  }

  async count({ stream, atMost }: { stream: string; atMost: number }): Promise<number> {
    return Math.min(atMost, this.#system.tables.rows(stream).length);
  }

  async clock(): Promise<{ offset: number; uncertainty: number }> {
    return { offset: this.#system.clockOffset, uncertainty: 0 };
  }

  /** Transactions take the place of bytes. */
  async retained(feedId: string): Promise<RetainedLog> {
    const acknowledged = this.#system.slots.get(feedId)?.acknowledged;
    if (acknowledged === undefined) return { bytes: 0, limit: null };
    const bytes = this.#system.log.filter(({ position }) => position > acknowledged).length;
    return { bytes, limit: null };
  }
}

function pick(row: Row, fields: string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

function lost(feedId: string): Feed {
  return {
    events: (async function* () {
      yield [
        {
          kind: 'reset-required' as const,
          code: 'SLOT_LOST' as const,
          detail: `There is no feed ${feedId}.`,
        },
      ];
    })(),
    acknowledge() {},
    async close() {},
  };
}
