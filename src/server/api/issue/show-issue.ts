import { z } from 'zod';
import type { IssueEvent } from '#core/issues/issue.ts';
import { issueEvents, issueHours } from '#db/ledger/read-issues.ts';
import { presentIssues, type ShownIssue } from '../../issues/present-issue.ts';
import { requireIssue } from '../../issues/require-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

export type IssueDetail = {
  issue: ShownIssue;
  /** Lines by hour (UTC) of the last 30 days, oldest first; hours without any are left out. */
  hours: { hour: string; lines: number }[];
  /** Newest first. */
  events: IssueEvent[];
};

/** One issue: how often it came up, and what people did about it. */
export const showIssue = workspaceProcedure('issue.show')
  .input(z.object({ id: z.string() }))
  .query(async ({ ctx: { services, within }, input }): Promise<IssueDetail> => {
    const issue = await requireIssue(within, input.id);
    const since = new Date(Date.now() - 30 * 86_400_000);
    const [[shown], hours, events] = await Promise.all([
      presentIssues(within, [issue]),
      issueHours(services.pool, [issue.id], since),
      issueEvents(services.pool, issue.id),
    ]);
    return { issue: shown as ShownIssue, hours: hours.get(issue.id) ?? [], events };
  });
