import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CleanupScope, Connector, ConnectorSession, OwnedObject } from '#core/ports/connector.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { MemorySource } from './memory-source.ts';
import type { MemorySystem } from './memory-system.ts';
import { MemoryTarget } from './memory-target.ts';

/** Opens memory systems by the name in their settings, `{ name }`. */
export function memoryConnector(systems: Record<string, MemorySystem>): Connector {
  return {
    manifest: {
      id: 'memory',
      label: 'Memory',
      initials: 'Me',
      description: 'Tables in memory, for tests.',
      config: z.object({ name: z.string() }),
      secretFields: [],
      addressFields: ['name'],
      capabilities: { beforeImages: true, transactions: true, commitTimes: true, source: true, target: true },
    },
    open(config) {
      const system = systems[String(config.name)];
      if (!system) throw new SyncError('DATABASE_MISSING', `There is no memory system ${config.name}.`);
      return new MemorySession(system);
    },
  };
}

class MemorySession implements ConnectorSession {
  readonly source: MemorySource;
  readonly target: MemoryTarget;
  readonly #system: MemorySystem;

  constructor(system: MemorySystem) {
    this.#system = system;
    this.source = new MemorySource(system);
    this.target = new MemoryTarget(system);
  }

  async test(): Promise<{ server: string; latencyMs: number }> {
    return { server: 'Memory', latencyMs: 0 };
  }

  async preflight(request: { streams: string[] }): Promise<PreflightFinding[]> {
    return request.streams
      .filter((stream) => !this.#system.streams.has(stream))
      .map((stream) => ({
        code: 'STREAM_MISSING',
        severity: 'error',
        title: `${stream} is not there`,
        detail: '',
        stream,
        fix: null,
      }));
  }

  async introspect(streams?: string[]): Promise<StreamSchema[]> {
    const all = [...this.#system.streams.values()].map(({ schema }) => schema);
    return all.filter(({ name }) => streams === undefined || streams.includes(name));
  }

  async sample(stream: string, limit: number): Promise<Row[]> {
    return this.#system.rows(stream).slice(0, limit);
  }

  async owned({ feedIds, tags }: CleanupScope): Promise<OwnedObject[]> {
    const { slots, checkpoints } = this.#system;
    return [
      ...feedIds.filter((id) => slots.has(id)).map((name) => ({ kind: 'replication slot' as const, name })),
      ...tags.filter((tag) => checkpoints.has(tag)).map((name) => ({ kind: 'row' as const, name })),
    ];
  }

  async cleanup(scope: CleanupScope): Promise<OwnedObject[]> {
    const owned = await this.owned(scope);
    for (const id of scope.feedIds) this.#system.slots.delete(id);
    for (const tag of scope.tags) this.#system.checkpoints.delete(tag);
    return owned;
  }

  async close(): Promise<void> {}
}
