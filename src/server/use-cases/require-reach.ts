import { type Role, reaches } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Nobody hands out, changes or takes away a role above their own. Throws `FORBIDDEN`. */
export function requireReach(context: WorkspaceContext, role: Role): void {
  if (reaches(context.role, role)) return;
  throw new SyncError('FORBIDDEN', `Your role ${context.role} does not reach the role ${role}.`);
}
