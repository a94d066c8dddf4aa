import { SyncError } from '#core/errors/sync-error.ts';
import type { Issue } from '#core/issues/issue.ts';
import { findIssue } from '#db/ledger/read-issues.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** An issue of the workspace, by its id or the first characters of it. Throws `NOT_FOUND`. */
export async function requireIssue(context: WorkspaceContext, id: string): Promise<Issue> {
  const issue = await findIssue(context.services.pool, context.workspace.id, id);
  if (!issue) throw new SyncError('NOT_FOUND', `There is no issue ${id} in this workspace.`);
  return issue;
}
