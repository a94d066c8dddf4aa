import { issueTitle } from '#core/issues/describe-issue.ts';
import { requireIssue } from '../issues/require-issue.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Asks the runners to try the records that are parked for an issue again now; how many there are. Throws `NOT_FOUND`. */
export async function retryIssue(context: WorkspaceContext, id: string): Promise<{ count: number }> {
  const issue = await requireIssue(context, id);
  return context.transaction(async (store, audit) => {
    const { flowIds, count } = await store.issues.retry(issue.id);
    for (const flowId of flowIds) await store.deployments.tellRunners(flowId);
    if (count > 0) {
      await audit({
        action: 'issue.retry',
        target: { kind: 'issue', id: issue.id, name: issueTitle(issue) },
        detail: { count },
      });
    }
    return { count };
  });
}
