import { SyncError } from '#core/errors/sync-error.ts';
import type { CleanupScope, ConnectorSession, OwnedObject } from '#core/ports/connector.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { PostgresCatalog } from './postgres-catalog.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { introspectPostgres } from './postgres-introspect.ts';
import type { PostgresConfig } from './postgres-manifest.ts';
import { cleanupPostgres, ownedInPostgres } from './postgres-owned-objects.ts';
import { preflightPostgres } from './postgres-preflight.ts';
import { PostgresSource } from './postgres-source.ts';
import { PostgresTarget } from './postgres-target.ts';

const OLDEST_SUPPORTED = 140_000;

/** One PostgreSQL database, opened. */
export class PostgresSession implements ConnectorSession {
  readonly source: PostgresSource;
  readonly target: PostgresTarget;
  readonly #database: PostgresDatabase;
  readonly #catalog: PostgresCatalog;

  constructor(config: PostgresConfig) {
    this.#database = new PostgresDatabase(config);
    this.#catalog = new PostgresCatalog(this.#database);
    this.source = new PostgresSource(this.#database, this.#catalog);
    this.target = new PostgresTarget(this.#database, this.#catalog);
  }

  async test(): Promise<{ server: string; latencyMs: number }> {
    const rows = await this.#database.rows(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number`,
    );
    const { version, number } = rows[0]!;
    if (Number(number) < OLDEST_SUPPORTED) {
      throw new SyncError('SERVER_UNSUPPORTED', `PostgreSQL ${version} is too old.`, {
        detail: 'The oldest supported version is 14.',
      });
    }
    const start = performance.now();
    await this.#database.rows('SELECT');
    return { server: `PostgreSQL ${version!.split(' ')[0]}`, latencyMs: performance.now() - start };
  }

  preflight(request: { streams: string[]; use: 'source' | 'target' | 'both' }): Promise<PreflightFinding[]> {
    return preflightPostgres(this.#database, request);
  }

  introspect(streams?: string[]): Promise<StreamSchema[]> {
    return introspectPostgres(this.#database, streams);
  }

  async sample(stream: string, limit: number): Promise<Row[]> {
    const table = await this.#catalog.table(stream);
    const columns = [...table.columns.values()];
    const rows = await this.#database.arrays({
      text: `SELECT ${columns.map((column) => column.quoted).join(', ')} FROM ${table.quoted} LIMIT ${Math.trunc(limit)}`,
    });
    return rows.map((values) =>
      Object.fromEntries(columns.map((column, i) => [column.name, values[i] ?? null])),
    );
  }

  owned(scope: CleanupScope): Promise<OwnedObject[]> {
    return ownedInPostgres(this.#database, scope);
  }

  cleanup(scope: CleanupScope): Promise<OwnedObject[]> {
    return cleanupPostgres(this.#database, scope);
  }

  async close(): Promise<void> {
    await this.source.close();
    await this.#database.close();
  }
}
