import type { IssueEventKind } from '#core/issues/issue.ts';
import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

/** What people do to the issues of one workspace; the engine's commits keep up the rest of them. */
export function issueRepository(db: Db, workspaceId: string) {
  return {
    /** Changes an issue and writes down that somebody did. */
    async triage(
      id: string,
      data: Prisma.IssueUpdateManyMutationInput,
      event: { actor: string; kind: IssueEventKind; text: string },
    ): Promise<void> {
      const changed = await db.issue.updateMany({ where: { id, workspaceId }, data });
      if (changed.count === 1) await db.issueEvent.create({ data: { issueId: id, ...event } });
    },

    /** Takes all issues from a person who is not there any more. */
    async unassign(userId: string): Promise<void> {
      await db.issue.updateMany({ where: { workspaceId, assigneeId: userId }, data: { assigneeId: null } });
    },

    /** Asks the runner to try all records that are parked for an issue again now; the flows concerned. */
    async retry(id: string): Promise<{ flowIds: string[]; count: number }> {
      const asked = await db.$queryRaw<{ flowId: string; count: number }[]>`
        with locked as materialized (
          select id from pending_record where "issueId" = ${id}
            and "flowId" in (select id from flow where "workspaceId" = ${workspaceId})
          -- The order in which the engine writes them: else the two could wait for each other.
          order by "laneId" collate "C", "recordKey" collate "C" for update),
        asked as (
          update pending_record p set "retryAt" = now() from locked where p.id = locked.id returning p."flowId")
        select "flowId", count(*)::int as count from asked group by 1`;
      const count = asked.reduce((sum, each) => sum + each.count, 0);
      return { flowIds: asked.map(({ flowId }) => flowId), count };
    },
  };
}
