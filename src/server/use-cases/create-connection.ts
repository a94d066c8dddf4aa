import { randomUUID } from 'node:crypto';
import { SyncError } from '#core/errors/sync-error.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import { type Config, parseConfig, splitConfig } from '../connections/connection-config.ts';
import { manifestOf } from '../connections/manifest-of.ts';
import { sealSecrets } from '../connections/seal-secrets.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Adds a connection. Throws `CONFIG_INVALID`, or `NAME_TAKEN`. */
export async function createConnection(
  context: WorkspaceContext,
  input: { name: string; connector: string; config: Config },
): Promise<{ id: string }> {
  const { name, connector } = input;
  const manifest = manifestOf(connector);
  const { plain, secret } = splitConfig(manifest, parseConfig(manifest, input.config));
  const id = randomUUID();
  const secrets = sealSecrets(context.services.secretKey, id, secret);
  try {
    await context.transaction(async (store, audit) => {
      const createdBy = context.actor.label;
      await store.connections.create({ id, name, connector, config: toJson(plain), secrets, createdBy });
      await audit({
        action: 'connection.create',
        target: { kind: 'connection', id, name },
        detail: { connector, config: plain },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw connectionNameTaken(name);
    throw error;
  }
  return { id };
}

export function connectionNameTaken(name: string): SyncError {
  return new SyncError('NAME_TAKEN', `There is a connection "${name}" already.`);
}
