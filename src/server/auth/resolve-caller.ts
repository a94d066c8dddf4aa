import { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { findApiKey } from '#db/find-api-key.ts';
import type { Services } from '../services.ts';
import type { Caller } from './caller.ts';
import { hashToken } from './new-api-key.ts';
import { requireOwnOrigin } from './require-own-origin.ts';

/**
 * Finds out who sends a request: an API key in `Authorization: Bearer …`, or else the session
 * cookie. Throws `UNAUTHENTICATED` for a key that is not (or no longer) known.
 */
export async function resolveCaller(services: Services, request: Request): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (authorization) return callerOfKey(services, authorization);

  const session = await services.auth.api.getSession({ headers: request.headers });
  if (!session) return { kind: 'nobody' };
  requireOwnOrigin(request, services.publicUrl);
  const { id, name, email } = session.user;
  return { kind: 'user', id, name, email };
}

async function callerOfKey(services: Services, authorization: string): Promise<Caller> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const found = key ? await findApiKey(services.prisma, hashToken(key)) : null;
  if (!found) throw new SyncError('UNAUTHENTICATED', 'The API key is unknown or was revoked.');
  const { id, slug, name } = found.workspace;
  return {
    kind: 'api-key',
    id: found.id,
    name: found.name,
    workspace: { id, slug, name, role: Role.parse(found.role) },
  };
}
