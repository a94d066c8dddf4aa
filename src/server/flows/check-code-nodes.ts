import type { CodeShape } from '#core/code/code-shape.ts';
import { problemOfCode } from '#core/code/problem-of-code.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
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
      return problems.map((problem) => problemOfCode(node, problem));
    } catch (error) {
      if (error instanceof SyncError && error.code === 'MODULE_MISSING') return [];
      throw error;
    }
  });
  return (await Promise.all(checked)).flat();
}
