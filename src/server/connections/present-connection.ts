import { z } from 'zod';
import { ErrorCode } from '#core/errors/codes.ts';
import type { Config } from './connection-config.ts';
import { splitConfig } from './connection-config.ts';
import type { StoredConnection } from './find-connection.ts';
import type { FlowReference } from './flows-using.ts';
import { manifestOf } from './manifest-of.ts';

/** How the last test of a connection went. */
export const LastTest = z.object({
  ok: z.boolean(),
  server: z.string().nullable(),
  latencyMs: z.number().nullable(),
  code: ErrorCode.nullable(),
  message: z.string().nullable(),
  /** ISO 8601. */
  at: z.string(),
});
export type LastTest = z.infer<typeof LastTest>;

/** A connection as clients see it: no secret is in it. */
export type ConnectionView = {
  id: string;
  name: string;
  connector: string;
  config: Config;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  lastTest: LastTest | null;
  usedBy: FlowReference[];
};

export function presentConnection(
  connection: StoredConnection,
  uses: Map<string, FlowReference[]>,
): ConnectionView {
  const { id, name, connector, createdBy, createdAt, updatedAt } = connection;
  const lastTest = LastTest.safeParse(connection.lastTest);
  return {
    id,
    name,
    connector,
    // Parted again, in case a setting became a secret after it was stored.
    config: splitConfig(manifestOf(connector), connection.config as Config).plain,
    createdBy,
    createdAt,
    updatedAt,
    lastTest: lastTest.success ? lastTest.data : null,
    usedBy: uses.get(name) ?? [],
  };
}
