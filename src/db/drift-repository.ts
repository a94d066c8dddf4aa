import { Proposal } from '#core/drift/proposal.ts';
import type { Db } from './prisma-client.ts';

/**
 * What the streams of one workspace's flows differ in from what was deployed. `schema_drift` has no
 * relation to `flow` (the runner writes it), so every query is bounded by the workspace's flow ids.
 */
export function driftRepository(db: Db, workspaceId: string) {
  const isOurs = async (flowId: string) =>
    (await db.flow.findFirst({ where: { id: flowId, workspaceId }, select: { id: true } })) !== null;

  return {
    /** Oldest first, ignored ones with the rest. */
    async list(flowId: string) {
      if (!(await isOurs(flowId))) return [];
      const found = await db.schemaDrift.findMany({
        where: { flowId },
        orderBy: [{ since: 'asc' }, { id: 'asc' }],
      });
      return found.map(present);
    },

    async find(id: string) {
      const found = await db.schemaDrift.findUnique({ where: { id } });
      return found && (await isOurs(found.flowId)) ? present(found) : null;
    },

    /** Says that nothing is to be done about it, or with null that it is to be looked at again. */
    async ignore(id: string, by: string | null): Promise<void> {
      await db.schemaDrift.updateMany({
        where: { id },
        data: { ignoredBy: by, ignoredAt: by === null ? null : new Date() },
      });
    },
  };
}

function present<Row extends { body: unknown }>({ body, ...row }: Row) {
  return { ...row, ...Proposal.parse(body) };
}
