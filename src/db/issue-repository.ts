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
  };
}
