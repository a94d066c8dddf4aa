import { describeBreak, describeOutcome } from '#core/code/describe-outcome.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { Problem } from '#core/flow/problem.ts';
import { placesOfNode } from '../../code/place-of-node.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { tryLaws } from './hold-to-laws.ts';
import { programOfNode } from './program-of-node.ts';
import { runNodeCases } from './run-node-cases.ts';

/** Time for the laws of all lenses of a flow; what was not tried by then is taken on trust. */
const LAWS_MS = 30_000;

/**
 * Runs the cases of a flow's code nodes, and holds its lenses to their laws, before the flow is deployed. A lens
 * for which somebody has written down why its laws do not matter is not held to them.
 *
 * @throws SyncError `CODE_CASES_FAILED` or `CODE_LAWS_BROKEN`, naming the first; its detail is a JSON array of problems
 */
export async function requireProofs(
  context: WorkspaceContext,
  graph: FlowGraph,
  lanes: readonly Lane[],
): Promise<void> {
  const failed = (await runNodeCases(context, { graph })).flatMap(({ nodeId, title, outcomes }) =>
    outcomes
      .filter(({ passed }) => !passed)
      .map((outcome) => problemOf('CODE_CASES_FAILED', nodeId, `${title}: ${describeOutcome(outcome)}`)),
  );
  refuse(failed);
  const until = Date.now() + LAWS_MS;
  const broken: Problem[] = [];
  for (const node of graph.nodes) {
    if (!isHeld(node)) continue;
    const places = placesOfNode(lanes, node.id);
    if (places.length === 0) continue;
    const { program } = await programOfNode(context, graph, node.id);
    const report = await tryLaws(context, program, places, { isLate: () => Date.now() > until });
    for (const each of report.broken) {
      broken.push(problemOf('CODE_LAWS_BROKEN', node.id, `${nodeTitle(node)}: ${describeBreak(each)}`));
    }
  }
  refuse(broken);
}

function isHeld(node: FlowGraph['nodes'][number]): node is CodeNode {
  return node.kind === 'code' && node.form === 'lens' && !node.lawless;
}

function problemOf(code: 'CODE_CASES_FAILED' | 'CODE_LAWS_BROKEN', nodeId: string, message: string): Problem {
  const { remedy } = errorPolicy[code];
  return { code, severity: 'error', message, remedy, nodeId, edgeId: null, fieldIndex: null };
}

function refuse(problems: Problem[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new SyncError(first.code, `${first.message}${more}`, { detail: JSON.stringify(problems) });
}
