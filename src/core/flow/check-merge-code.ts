import type { CodeTables } from '../code/code-program.ts';
import type { CodeShape } from '../code/code-shape.ts';
import { partsOf } from '../transform/joined-fields.ts';
import type { CodeNode, ConflictNode, FlowGraph, Rule } from './flow-graph.ts';
import type { Lane, LaneCode } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/**
 * The code that the rules of a lane name, with the fields that it may be asked about: those of the left side
 * whose rule it is. Undefined where no rule names code.
 */
export function checkMergeCode(
  lane: Lane,
  conflict: ConflictNode | null,
  graph: FlowGraph,
  tables: CodeTables,
  problems: ProblemList,
): { merges: Record<string, LaneCode>; shapes: CodeShape[] } | undefined {
  const asked = new Map<string, string[]>();
  const ask = (rule: Rule, field: string) => {
    if (rule.kind === 'code') asked.set(rule.node, [...new Set([...(asked.get(rule.node) ?? []), field])]);
  };
  for (const field of lane.fields) {
    if (field.key || field.direction !== 'both' || partsOf(field, 'left').length !== 1) continue;
    ask(field.rule, field.left);
    ask(lane.first.fields?.[field.left] ?? lane.first.differ, field.left);
  }
  if (asked.size === 0) return undefined;
  const merges: Record<string, LaneCode> = {};
  const shapes: CodeShape[] = [];
  for (const [nodeId, names] of asked) {
    const node = mergeNode(graph, nodeId);
    if (!node) {
      problems.error(
        'RULE_UNSUPPORTED',
        { nodeId: conflict?.id ?? lane.mappingNodeId },
        `A rule leaves conflicts to the code of "${nodeId}", and the flow has no code node of the form merge by that id.`,
        'Add a code node of the form merge, or choose another rule.',
      );
      continue;
    }
    if (node.source.trim() === '') {
      problems.error(
        'CODE_INVALID',
        { nodeId },
        'The merge has no code yet.',
        'Open it and write its function.',
      );
    }
    const input = lane.left.stream.fields
      .filter(({ name }) => names.includes(name))
      .map(({ name, type, nullable }) => ({ name, type, nullable }));
    merges[nodeId] = {
      nodeId,
      form: 'merge',
      source: node.source,
      modules: node.modules ?? {},
      input,
      output: input,
      tables: node.source.includes('tables') ? tables : {},
    };
    shapes.push({ nodeId, side: null, input, output: input, key: [] });
  }
  return { merges, shapes };
}

function mergeNode(graph: FlowGraph, id: string): CodeNode | undefined {
  return graph.nodes.find(
    (node): node is CodeNode => node.id === id && node.kind === 'code' && node.form === 'merge',
  );
}
