import { SyncError } from '#core/errors/sync-error.ts';
import { issueTitle } from '#core/issues/describe-issue.ts';
import { stateAfter, type Triage, triageEvents } from '#core/issues/triage.ts';
import { presentIssues, type ShownIssue } from '../issues/present-issue.ts';
import { requireIssue } from '../issues/require-issue.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Does what a person decided about an issue. Throws `NOT_FOUND`, `INPUT_INVALID`. */
export async function triageIssue(
  context: WorkspaceContext,
  id: string,
  triage: Triage,
): Promise<ShownIssue> {
  const issue = await requireIssue(context, id);
  const text = await wordsOf(context, triage);
  const state = stateAfter(triage);
  const now = new Date();
  const moved = state && {
    state,
    stateBy: context.actor.label,
    stateAt: now,
    reason: triage.kind === 'ignore' ? triage.reason : null,
    snoozedUntil: 'until' in triage ? new Date(triage.until) : null,
    snoozedLines: 'times' in triage ? issue.lines + triage.times : null,
    ...(state === 'resolved' ? { resolvedAt: now } : {}),
  };
  const assigned = triage.kind === 'assign' ? { assigneeId: triage.userId } : {};
  await context.transaction(async (store, audit) => {
    await store.issues.triage(
      issue.id,
      { ...moved, ...assigned },
      { actor: context.actor.label, kind: triageEvents[triage.kind], text },
    );
    await audit({
      action: `issue.${triage.kind}`,
      target: { kind: 'issue', id: issue.id, name: issueTitle(issue) },
      detail: { to: text },
    });
  });
  const [shown] = await presentIssues(context, [await requireIssue(context, issue.id)]);
  return shown as ShownIssue;
}

async function wordsOf(context: WorkspaceContext, triage: Triage): Promise<string> {
  switch (triage.kind) {
    case 'assign': {
      if (triage.userId === null) return 'nobody';
      const members = await context.store.members.list();
      const member = members.find(({ userId }) => userId === triage.userId);
      if (!member)
        throw new SyncError('NOT_FOUND', 'Only a member of the workspace can look after an issue.');
      return member.user.name || member.user.email;
    }
    case 'snooze':
      if ('times' in triage) return `until it has come up ${triage.times} times more`;
      if (Date.parse(triage.until) <= Date.now()) {
        throw new SyncError('INPUT_INVALID', 'A snooze ends in the future: give a later time.');
      }
      return `until ${new Date(triage.until).toISOString()}`;
    case 'ignore':
      return triage.reason;
    case 'note':
      return triage.text;
    default:
      return '';
  }
}
