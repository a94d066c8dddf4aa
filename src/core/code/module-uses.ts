import type { FlowGraph } from '../flow/flow-graph.ts';
import { nodeTitle } from '../flow/node-title.ts';
import { type ModulePins, pinOf } from './pin-modules.ts';

/** A code node that uses a version of a module. */
export type ModuleUse = {
  nodeId: string;
  title: string;
  version: number;
  /** Modules by which the node comes to it, the one that it pins itself first; empty where it pins this one. */
  via: string[];
};

/** What a version of a module imports; null where there is no such version. */
export type ImportsOf = (name: string, version: number) => ModulePins | null;

/** The uses of one module in a flow's graph, by its code nodes or by what these import. */
export function moduleUses(graph: FlowGraph, module: string, importsOf: ImportsOf): ModuleUse[] {
  return graph.nodes.flatMap((node) => {
    if (node.kind !== 'code' || !node.modules) return [];
    const found = versionsReached(node.modules, module, importsOf);
    return found.map((use) => ({ nodeId: node.id, title: nodeTitle(node), ...use }));
  });
}

/** Does something that is pinned import the module, itself or by others? Names on the way there, that one first; null if not. */
export function wayTo(module: string, pins: ModulePins, importsOf: ImportsOf): string[] | null {
  const [first] = versionsReached(pins, module, importsOf);
  return first ? [...first.via, module] : null;
}

/** The shortest way to each version, breadth first. */
function versionsReached(
  pins: ModulePins,
  module: string,
  importsOf: ImportsOf,
): Pick<ModuleUse, 'version' | 'via'>[] {
  const reached = new Map<number, string[]>();
  const seen = new Set<string>();
  let level = [{ pins, via: [] as string[] }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { pins: imported, via } of level) {
      const version = pinOf(imported, module);
      if (version !== undefined && !reached.has(version)) reached.set(version, via);
      for (const [name, number] of Object.entries(imported)) {
        const key = `${name}@${number}`;
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ pins: importsOf(name, number) ?? {}, via: [...via, name] });
      }
    }
    level = next;
  }
  return [...reached].map(([version, via]) => ({ version, via }));
}
