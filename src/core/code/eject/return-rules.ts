import { sameJson } from '#lib/same-json.ts';
import type { ConflictNode, Ejected, Rule } from '../../flow/flow-graph.ts';
import { pairNames } from '../../flow/pair-title.ts';

/** The conflict node's rules per field under the names that they had before code did the pairs' work. */
export function returnRules(
  node: ConflictNode,
  { pairs, rules = [] }: Extract<Ejected, { kind: 'mapping' }>,
): ConflictNode {
  const returned = (of: 'conflict' | 'first', given: Record<string, Rule>) => {
    const entries = Object.entries(given).flatMap(([name, rule]): [string, Rule][] => {
      const pair = pairs.find(({ is }) => pairNames(is).left === name);
      if (!pair) return [[name, rule]];
      const moved = rules.find((each) => each.of === of && each.is.name === name);
      if (!moved || !sameJson(moved.is.rule, rule)) return [[pairNames(pair.was).left, rule]];
      return moved.was ? [[moved.was.name, moved.was.rule]] : [];
    });
    return Object.fromEntries(entries);
  };
  const { first } = node;
  return {
    ...node,
    fields: returned('conflict', node.fields),
    first: { ...first, ...(first.fields ? { fields: returned('first', first.fields) } : {}) },
  };
}
