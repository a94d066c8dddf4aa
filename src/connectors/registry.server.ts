import type { Connector } from '#core/ports/connector.ts';
import { postgresConnector } from './postgres/index.ts';

/** Every connector with its code, by its id; for the server alone. */
export const connectors: Record<string, Connector> = { postgres: postgresConnector };
