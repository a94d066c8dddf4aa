import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { Problem } from '#core/flow/problem.ts';
import { programIn } from '../use-cases/code/program-of-node.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Checks the TypeScript of every code node that has some, against the fields that it is given and makes.
 * A node whose modules the library does not have is left to `checkModules`.
 */
export async function checkCodeNodes(
  context: WorkspaceContext,
  graph: FlowGraph,
  shapes: readonly CodeShape[],
): Promise<Problem[]> {
  const checked = shapes.map(async (shape) => {
    const node = graph.nodes.find(({ id }) => id === shape.nodeId);
    if (node?.kind !== 'code' || node.source.trim() === '') return [];
    try {
      const program = await programIn(context, graph, node, shape);
      const problems = await context.services.codeChecker.check(program);
      return problems.map((problem) => problemOf(node, problem));
    } catch (error) {
      if (error instanceof SyncError && error.code === 'MODULE_MISSING') return [];
      throw error;
    }
  });
  return (await Promise.all(checked)).flat();
}

function problemOf(node: CodeNode, { module, line, column, message }: CodeProblem): Problem {
  const where = module === null ? nodeTitle(node) : `${nodeTitle(node)}, module "${module}"`;
  return {
    code: 'CODE_INVALID',
    severity: 'error',
    message: `${where}, line ${line}, column ${column}: ${message}`,
    remedy: errorPolicy.CODE_INVALID.remedy,
    nodeId: node.id,
    edgeId: null,
    fieldIndex: null,
  };
}
