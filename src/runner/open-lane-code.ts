import { loadCodeModules } from '#db/load-code-modules.ts';
import type { OpenCode } from '#engine/view/open-code.ts';
import type { RunnerContext } from './runner-context.ts';

/** What may share an isolate: one version of one flow. */
type Version = { workspaceId: string; flowId: string; version: number };

/** Compiles the code of a flow's lanes with the library's modules that it pins. */
export function openLaneCode({ pool, code }: Pick<RunnerContext, 'pool' | 'code'>, of: Version): OpenCode {
  return async ({ nodeId: _, title: __, uses: ___, modules: pins, ...program }) => {
    const modules = await loadCodeModules(pool, of.workspaceId, pins);
    return code.open(codeScope(of), { ...program, modules });
  };
}

/** The scope of a flow's version, to be released when it stops. */
export function codeScope({ workspaceId, flowId, version }: Version): string {
  return `${workspaceId}/${flowId}/${version}`;
}
