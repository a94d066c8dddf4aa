import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { pinDraft } from '../../library/pin-draft.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { programOfNode } from './program-of-node.ts';

export type CheckedCode = {
  /** In the order of their lines; those in shared modules after those of the node. */
  problems: CodeProblem[];
  /** The fields of what its function returns, as far as the types tell; null where they do not. */
  returns: CodeField[] | null;
};

/**
 * Checks the TypeScript of one code node of a draft, in the same way as a deploy does, and tells which
 * fields it returns. Modules that it begins to import are taken in their newest versions. Throws as `programOfNode` does.
 */
export async function checkCode(
  context: WorkspaceContext,
  graph: FlowGraph,
  nodeId: string,
): Promise<CheckedCode> {
  const { program } = await programOfNode(context, await pinDraft(context, null, graph), nodeId);
  const { codeChecker } = context.services;
  const [problems, returns] = await Promise.all([
    codeChecker.check(program),
    codeChecker.inferFields(program),
  ]);
  return { problems, returns };
}
