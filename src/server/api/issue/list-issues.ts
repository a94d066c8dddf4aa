import { z } from 'zod';
import { IssueFilter, IssueSort } from '#core/issues/issue.ts';
import { issueHours, listIssues as list } from '#db/ledger/read-issues.ts';
import { presentIssues, type ShownIssue } from '../../issues/present-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** With what came up in each of the last 24 hours (UTC), oldest first. */
export type ListedIssue = ShownIssue & { trend: number[] };
export type IssuePage = { items: ListedIssue[]; total: number; next: number | null };

const HOUR = 3_600_000;

/** Issues of the workspace, with their trend. */
export const listIssues = workspaceProcedure('issue.list')
  .input(
    z.object({
      filter: IssueFilter.default({}),
      sort: IssueSort.default('recent'),
      cursor: z.int().min(0).nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { services, within }, input }): Promise<IssuePage> => {
    const { filter, sort, limit } = input;
    const offset = input.cursor ?? 0;
    const { issues, total } = await list(services.pool, within.workspace.id, filter, { sort, limit, offset });
    const first = Math.floor(Date.now() / HOUR) * HOUR - 23 * HOUR;
    const ids = issues.map(({ id }) => id);
    const [shown, hours] = await Promise.all([
      presentIssues(within, issues),
      issueHours(services.pool, ids, new Date(first)),
    ]);
    const items = shown.map((issue) => {
      const trend = new Array<number>(24).fill(0);
      for (const { hour, lines } of hours.get(issue.id) ?? []) {
        const index = Math.round((Date.parse(hour) - first) / HOUR);
        if (index >= 0 && index < 24) trend[index] = lines;
      }
      return { ...issue, trend };
    });
    return { items, total, next: offset + items.length < total ? offset + items.length : null };
  });
