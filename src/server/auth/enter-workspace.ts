import { allows, permissions, type WorkspacePermission } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { type WorkspaceAccess, workspaceDirectory } from '#db/workspace-directory.ts';
import type { Services } from '../services.ts';
import { type WorkspaceContext, workspaceContext } from '../workspace-context.ts';
import { type Actor, userActor } from './actor.ts';
import type { Caller } from './caller.ts';

/**
 * What a caller may work with in a workspace. Nobody gets past it without belonging to the workspace (else
 * `NOT_FOUND`, so that slugs cannot be guessed) with a role that the table lets do this (`FORBIDDEN`).
 */
export async function enterWorkspace(
  services: Services,
  caller: Caller,
  slug: string,
  permission: WorkspacePermission,
): Promise<WorkspaceContext> {
  if (caller.kind === 'nobody') throw new SyncError('UNAUTHENTICATED', 'Nobody is signed in.');
  const access = await accessOf(services, caller, slug);
  if (!access) throw new SyncError('NOT_FOUND', `There is no workspace "${slug}".`);
  if (!allows(access.role, permission)) {
    throw new SyncError(
      'FORBIDDEN',
      `This needs the role ${permissions[permission]} or more; yours is ${access.role}.`,
    );
  }
  return workspaceContext(services, access, actorOf(caller));
}

type KnownCaller = Exclude<Caller, { kind: 'nobody' }>;

async function accessOf(
  services: Services,
  caller: KnownCaller,
  slug: string,
): Promise<WorkspaceAccess | null> {
  if (caller.kind === 'api-key') return caller.workspace.slug === slug ? caller.workspace : null;
  return workspaceDirectory(services.prisma).ofUserBySlug(caller.id, slug);
}

function actorOf(caller: KnownCaller): Actor {
  if (caller.kind === 'user') return userActor(caller);
  return { kind: 'api-key', id: caller.id, label: `API key "${caller.name}"`, userId: null };
}
