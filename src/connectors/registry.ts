import type { ConnectorManifest } from '#core/ports/connector.ts';
import { postgresManifest } from './postgres/postgres-manifest.ts';

/** What every connector says of itself, by its id; safe for the browser. */
export const connectorManifests: Record<string, ConnectorManifest> = { postgres: postgresManifest };
