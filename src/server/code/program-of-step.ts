import type { CodeProgram } from '#core/code/code-program.ts';
import type { LaneCode } from '#core/flow/lane.ts';
import { loadCodeModules } from '#db/load-code-modules.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** The program of a lane's code, with the modules of the workspace's library. Throws `MODULE_MISSING`. */
export async function programOfStep(
  { services, workspace }: WorkspaceContext,
  { modules, nodeId: _, title: __, uses: ___, ...code }: LaneCode,
): Promise<CodeProgram> {
  return { ...code, modules: await loadCodeModules(services.pool, workspace.id, modules) };
}
