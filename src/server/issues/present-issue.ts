import type { Lane } from '#core/flow/lane.ts';
import { issueRemedy, issueSentence, issueTitle } from '#core/issues/describe-issue.ts';
import type { Issue } from '#core/issues/issue.ts';
import { maskDetail } from '../records/mask-texts.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** An issue with what a person reads of it. */
export type ShownIssue = Issue & {
  title: string;
  sentence: string;
  remedy: string;
  /** Null where the flow was deleted meanwhile. */
  flowName: string | null;
  /** Connection and stream of each side, as the deployed version has them; the side's name where it has them no more. */
  ends: { left: string; right: string };
  assignee: { id: string; name: string } | null;
};

/** Adds to issues the names of what they are about; of their samples the caller sees what he may. */
export async function presentIssues(
  context: WorkspaceContext,
  issues: readonly Issue[],
): Promise<ShownIssue[]> {
  const { store } = context;
  const masker = await maskerFor(context);
  const flowIds = [...new Set(issues.map(({ flowId }) => flowId))];
  const [members, flows] = await Promise.all([
    store.members.list(),
    Promise.all(flowIds.map((id) => store.flows.find({ id }))),
  ]);
  const byId = new Map(flows.flatMap((flow) => (flow ? [[flow.id, flow]] : [])));
  return issues.map((issue) => {
    const flow = byId.get(issue.flowId) ?? null;
    const lanes = (flow?.deployment?.version.lanes ?? []) as unknown as Lane[];
    const lane = lanes.find(({ id }) => `${issue.flowId}:${id}` === issue.laneId);
    const end = (side: 'left' | 'right') =>
      lane ? `${lane[side].connection} · ${lane[side].stream.name}` : `the ${side} side`;
    const ends = { left: end('left'), right: end('right') };
    const member = members.find(({ userId }) => userId === issue.assigneeId);
    return {
      ...issue,
      sample: issue.sample && {
        recordKey: masker.shownKey(issue.laneId, issue.sample.recordKey),
        detail: maskDetail(masker, { ...issue, detail: issue.sample.detail, conflict: null }),
      },
      title: issueTitle(issue),
      sentence: issueSentence(issue, ends),
      remedy: issueRemedy(issue),
      flowName: flow?.name ?? null,
      ends,
      assignee: member ? { id: member.userId, name: member.user.name || member.user.email } : null,
    };
  });
}
