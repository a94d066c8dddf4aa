import type { z } from 'zod';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import type { PreflightFinding } from './preflight.ts';
import type { Source } from './source.ts';
import type { Target } from './target.ts';

/** What a connector says of itself to the browser. */
export type ConnectorManifest = {
  id: string;
  label: string;
  /** Two letters for its tile. */
  initials: string;
  description: string;
  /** The connection's settings; also drives the form. */
  config: z.ZodType<Record<string, unknown>>;
  /** Names of settings that are secrets: encrypted at rest, never sent to the browser. */
  secretFields: readonly string[];
  /** What a URL looks like from which the settings can be read; absent where there is none. */
  urlExample?: string;
  /** Names of settings that say where the secrets are sent: when one changes, stored secrets are not reused. */
  addressFields: readonly string[];
  capabilities: {
    beforeImages: boolean;
    transactions: boolean;
    commitTimes: boolean;
    source: boolean;
    target: boolean;
  };
};

/** An object that Syncline made inside a connected system. */
export type OwnedObject = {
  kind: 'replication slot' | 'publication' | 'schema' | 'table' | 'trigger' | 'event trigger' | 'row';
  name: string;
  /** Why it could not be removed, where that is so. */
  problem?: string;
};

/** One configured system, opened. Connections are made on first use. */
export interface ConnectorSession {
  /** Reaches the system and says what it is, e.g. `PostgreSQL 18.0`. Throws a classified SyncError. */
  test(): Promise<{ server: string; latencyMs: number }>;
  /**
   * Settings that were left open and for which the data speak, e.g. which fields hold numbers rather than
   * booleans. Asked when a connection is added, and kept with it from then on, so that what a field is does not
   * change with its data. Absent where the connector has no such settings.
   */
  profileSettings?(): Promise<Record<string, string>>;
  /** Every problem at once that stands in the way of syncing these streams, each with its fix. */
  preflight(request: { streams: string[]; use: 'source' | 'target' | 'both' }): Promise<PreflightFinding[]>;
  /** Streams with exact native types, keys, unique sets, references and estimates; all when none is named. */
  introspect(streams?: string[]): Promise<StreamSchema[]>;
  /** A few rows of a stream, for people to look at. */
  sample(stream: string, limit: number): Promise<Row[]>;
  readonly source: Source;
  readonly target: Target;
  /** What `cleanup` of these feeds and lanes would remove. */
  owned(scope: CleanupScope): Promise<OwnedObject[]>;
  /** Removes what Syncline made for these feeds and lanes; the shared schema too when it is empty then. */
  cleanup(scope: CleanupScope): Promise<OwnedObject[]>;
  /**
   * Closes every connection, within a second or two whatever the system does: what is in progress on one that does
   * not answer is cut off and fails with `CONNECTION_LOST`. Safe to call again.
   */
  close(): Promise<void>;
}

/** Whose objects: feeds name slots and publications, tags name checkpoint rows (see `writerTag`). */
export type CleanupScope = { feedIds: string[]; tags: string[] };

/** Code for one kind of system. */
export interface Connector {
  readonly manifest: ConnectorManifest;
  /** @param config the settings in clear, validated by the manifest's schema. */
  open(config: Record<string, unknown>): ConnectorSession;
}
