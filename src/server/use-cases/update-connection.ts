import { SyncError } from '#core/errors/sync-error.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import { completeConfig } from '../connections/complete-config.ts';
import { type Config, splitConfig } from '../connections/connection-config.ts';
import { findConnection, type StoredConnection } from '../connections/find-connection.ts';
import { flowsUsing } from '../connections/flows-using.ts';
import { manifestOf } from '../connections/manifest-of.ts';
import { sealSecrets } from '../connections/seal-secrets.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { connectionNameTaken } from './create-connection.ts';

/**
 * Changes a connection's name or settings. Throws `IN_USE` for a new name while flows use the
 * connection (they know it by name), `NAME_TAKEN`, `CONFIG_INVALID`.
 */
export async function updateConnection(
  context: WorkspaceContext,
  input: { id: string; name?: string; config?: Config },
): Promise<void> {
  const stored = await findConnection(context, { id: input.id });
  const { id } = stored;
  const name = input.name ?? stored.name;
  if (name !== stored.name) await requireUnused(context, stored.name);
  const settings = input.config ? newSettings(context, stored, input.config) : null;
  try {
    await context.transaction(async (store, audit) => {
      await store.connections.update(id, {
        name,
        ...(settings ? { config: toJson(settings.plain), secrets: settings.sealed } : {}),
      });
      await audit({
        action: 'connection.update',
        target: { kind: 'connection', id, name },
        detail: {
          ...(name === stored.name ? {} : { nameBefore: stored.name }),
          ...(settings ? { before: stored.config, after: settings.plain } : {}),
        },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw connectionNameTaken(name);
    throw error;
  }
}

async function requireUnused(context: WorkspaceContext, name: string): Promise<void> {
  const users = (await flowsUsing(context)).get(name);
  if (!users) return;
  const flows = users.map((flow) => `"${flow.flowName}"`).join(', ');
  throw new SyncError('IN_USE', `The connection keeps its name while ${flows} use it.`);
}

function newSettings(context: WorkspaceContext, stored: StoredConnection, config: Config) {
  const { services } = context;
  const complete = completeConfig(services, stored.connector, config, stored);
  const { plain, secret } = splitConfig(manifestOf(stored.connector), complete);
  return { plain, sealed: sealSecrets(services.secretKey, stored.id, secret) };
}
