import { pinChange } from '#core/code/pin-modules.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { loadCodeModules } from '#db/load-code-modules.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A problem for each module, or version of one, that a code node imports and the library does not have. */
export async function checkModules(context: WorkspaceContext, graph: FlowGraph): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'code') continue;
    const pins = node.modules ?? {};
    for (const name of pinChange(node.source, pins, {}).missing) {
      problems.push(missingModule(node.id, `The library has no module "${name}".`));
    }
    try {
      await loadCodeModules(context.services.pool, context.workspace.id, pins);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'MODULE_MISSING') throw error;
      problems.push(...error.detail.split('\n').map((message) => missingModule(node.id, message)));
    }
  }
  return problems;
}

function missingModule(nodeId: string, message: string): Problem {
  const { remedy } = errorPolicy.MODULE_MISSING;
  return {
    code: 'MODULE_MISSING',
    severity: 'error',
    message,
    remedy,
    nodeId,
    edgeId: null,
    fieldIndex: null,
  };
}
