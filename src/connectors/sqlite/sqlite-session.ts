import type { CleanupScope, ConnectorSession, OwnedObject } from '#core/ports/connector.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import type { SqliteConfig } from './sqlite-manifest.ts';
import type { AllowedFiles } from './sqlite-path.ts';
import { SqliteSource } from './sqlite-source.ts';
import { SqliteTarget } from './sqlite-target.ts';
import { SqliteWorkerClient } from './sqlite-worker-client.ts';

/** One SQLite file, opened. */
export class SqliteSession implements ConnectorSession {
  readonly source: SqliteSource;
  readonly target: SqliteTarget;
  readonly #worker: SqliteWorkerClient;

  constructor(config: SqliteConfig, allowed: AllowedFiles) {
    this.#worker = new SqliteWorkerClient({ config, allowed });
    this.source = new SqliteSource(this.#worker);
    this.target = new SqliteTarget(this.#worker);
  }

  async test(): Promise<{ server: string; latencyMs: number }> {
    const { version } = await this.#worker.call('test');
    const start = performance.now();
    await this.#worker.call('test');
    return { server: `SQLite ${version}`, latencyMs: performance.now() - start };
  }

  preflight(request: { streams: string[]; use: 'source' | 'target' | 'both' }): Promise<PreflightFinding[]> {
    return this.#worker.call('preflight', request);
  }

  introspect(streams?: string[]): Promise<StreamSchema[]> {
    return this.#worker.call('introspect', streams);
  }

  sample(stream: string, limit: number): Promise<Row[]> {
    return this.#worker.call('sample', stream, limit);
  }

  owned(scope: CleanupScope): Promise<OwnedObject[]> {
    return this.#worker.call('owned', scope);
  }

  cleanup(scope: CleanupScope): Promise<OwnedObject[]> {
    return this.#worker.call('cleanup', scope);
  }

  close(): Promise<void> {
    return this.#worker.close();
  }
}
