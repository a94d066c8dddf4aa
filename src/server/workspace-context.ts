import type { Role } from '#core/access/permissions.ts';
import type { NewAuditEvent } from '#db/audit-repository.ts';
import type { WorkspaceAccess } from '#db/workspace-directory.ts';
import { type WorkspaceStore, workspaceStore } from '#db/workspace-store.ts';
import type { Actor } from './auth/actor.ts';
import type { Services } from './services.ts';

/** What a use case within a workspace gets: who asks, with which role, and that workspace's store. */
export type WorkspaceContext = {
  services: Services;
  actor: Actor;
  role: Role;
  workspace: { id: string; slug: string; name: string };
  store: WorkspaceStore;
  /** All or nothing. */
  transaction<T>(work: (store: WorkspaceStore, audit: Audit) => Promise<T>): Promise<T>;
  audit: Audit;
};

/** Writes down what the caller did. */
export type Audit = (event: Omit<NewAuditEvent, 'actor'>) => Promise<void>;

export function workspaceContext(
  services: Services,
  access: WorkspaceAccess,
  actor: Actor,
): WorkspaceContext {
  const { id, slug, name, role } = access;
  const store = workspaceStore(services.prisma, id);
  const auditIn =
    (into: WorkspaceStore): Audit =>
    (event) =>
      into.audit.add({ ...event, actor: actor.label });
  return {
    services,
    actor,
    role,
    workspace: { id, slug, name },
    store,
    transaction: (work) =>
      services.prisma.$transaction((db) => {
        const inside = workspaceStore(db, id);
        return work(inside, auditIn(inside));
      }),
    audit: auditIn(store),
  };
}
