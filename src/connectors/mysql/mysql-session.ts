import { SyncError } from '#core/errors/sync-error.ts';
import type { CleanupScope, ConnectorSession, OwnedObject } from '#core/ports/connector.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { MysqlCatalog } from './mysql-catalog.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { isSupported, oldestSupported } from './mysql-dialect.ts';
import { introspectMysql } from './mysql-introspect.ts';
import type { MysqlConfig } from './mysql-manifest.ts';
import { cleanupMysql, ownedInMysql } from './mysql-owned-objects.ts';
import { preflightMysql } from './mysql-preflight.ts';
import { profileMysqlSettings } from './mysql-profile-settings.ts';
import { MysqlSource } from './mysql-source.ts';
import { MysqlTarget } from './mysql-target.ts';

/** One MySQL or MariaDB database, opened. */
export class MysqlSession implements ConnectorSession {
  readonly source: MysqlSource;
  readonly target: MysqlTarget;
  readonly #database: MysqlDatabase;
  readonly #catalog: MysqlCatalog;

  constructor(config: MysqlConfig) {
    this.#database = new MysqlDatabase(config);
    this.#catalog = new MysqlCatalog(this.#database);
    this.source = new MysqlSource(this.#database, this.#catalog);
    this.target = new MysqlTarget(this.#database, this.#catalog);
  }

  async test(): Promise<{ server: string; latencyMs: number }> {
    const dialect = await this.#database.dialect();
    const server = `${dialect.mariadb ? 'MariaDB' : 'MySQL'} ${dialect.version}`;
    if (!isSupported(dialect)) {
      throw new SyncError('SERVER_UNSUPPORTED', `${server} is too old.`, {
        detail: `The oldest supported version is ${oldestSupported(dialect)}.`,
      });
    }
    const start = performance.now();
    await this.#database.rows('SELECT 1');
    return { server, latencyMs: performance.now() - start };
  }

  profileSettings(): Promise<Record<string, string>> {
    return profileMysqlSettings(this.#database);
  }

  preflight(request: { streams: string[]; use: 'source' | 'target' | 'both' }): Promise<PreflightFinding[]> {
    return preflightMysql(this.#database, request);
  }

  introspect(streams?: string[]): Promise<StreamSchema[]> {
    return introspectMysql(this.#database, streams);
  }

  async sample(stream: string, limit: number): Promise<Row[]> {
    return this.source.sample(stream, limit);
  }

  owned(scope: CleanupScope): Promise<OwnedObject[]> {
    return ownedInMysql(this.#database, scope);
  }

  cleanup(scope: CleanupScope): Promise<OwnedObject[]> {
    return cleanupMysql(this.#database, scope);
  }

  close(): Promise<void> {
    return this.#database.close(() => this.source.close());
  }
}
