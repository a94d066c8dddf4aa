import { type ImportsOf, type ModuleUse, moduleUses } from '#core/code/module-uses.ts';
import { pinOf } from '#core/code/pin-modules.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Where a flow uses a module. */
export type FlowUses = {
  id: string;
  name: string;
  /** Of the draft that was looked at: to change it, this is still the current one. */
  revision: number;
  draft: ModuleUse[];
  /** The version that is deployed, where it uses the module. */
  deployed: { version: number; uses: ModuleUse[] } | null;
};

export type ModuleUses = {
  flows: FlowUses[];
  /** Modules whose newest version imports it, and which version of it. */
  modules: { name: string; version: number; imports: number }[];
};

/** Tells for any module which flows and modules use it. */
export async function usesOfModules(context: WorkspaceContext): Promise<(name: string) => ModuleUses> {
  const imports = await context.store.codeModules.allImports();
  const byVersion = new Map(imports.map((each) => [`${each.name}@${each.number}`, each.imports]));
  const newest = new Map(imports.map((each) => [each.name, each]));
  const importsOf: ImportsOf = (name, version) => byVersion.get(`${name}@${version}`) ?? null;
  const flows = (await context.store.flows.listGraphs()).map((flow) => ({
    ...flow,
    draft: graphOf(flow.draft),
    deployed: flow.deployment
      ? { version: flow.deployment.version.number, graph: graphOf(flow.deployment.version.graph) }
      : null,
  }));
  return (name) => ({
    flows: flows.flatMap(({ id, name: flowName, draftRevision: revision, draft, deployed }) => {
      const inDraft = draft ? moduleUses(draft, name, importsOf) : [];
      const inDeployed = deployed?.graph ? moduleUses(deployed.graph, name, importsOf) : [];
      if (inDraft.length === 0 && inDeployed.length === 0) return [];
      const running =
        deployed && inDeployed.length > 0 ? { version: deployed.version, uses: inDeployed } : null;
      return [{ id, name: flowName, revision, draft: inDraft, deployed: running }];
    }),
    modules: [...newest.values()].flatMap((each) => {
      const imported = pinOf(each.imports, name);
      return imported === undefined ? [] : [{ name: each.name, version: each.number, imports: imported }];
    }),
  });
}

/** Null for a flow of a newer format: what it uses cannot be told. */
function graphOf(stored: unknown): FlowGraph | null {
  const parsed = FlowGraph.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
