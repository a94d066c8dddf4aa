import type { Db } from './prisma-client.ts';
import { toJson } from './to-json.ts';

/** What an audit event was done to. */
export type AuditTarget = { kind: string; id: string; name: string };

export type NewAuditEvent = {
  /** Who: a person's address or an API key's name. */
  actor: string;
  action: string;
  target: AuditTarget;
  /** Never holds a secret. */
  detail?: Record<string, unknown>;
};

/** The account of what people did in one workspace; append-only. */
export function auditRepository(db: Db, workspaceId: string) {
  return {
    async add(event: NewAuditEvent): Promise<void> {
      await db.auditEvent.create({
        data: {
          workspaceId,
          actor: event.actor,
          action: event.action,
          target: toJson(event.target),
          detail: event.detail ? toJson(event.detail) : undefined,
        },
      });
    },

    /** Newest first; `cursor` is the id of the last event of the page before. */
    list(page: { cursor: bigint | null; limit: number }) {
      return db.auditEvent.findMany({
        where: { workspaceId, ...(page.cursor === null ? {} : { id: { lt: page.cursor } }) },
        orderBy: { id: 'desc' },
        take: page.limit,
      });
    },
  };
}
