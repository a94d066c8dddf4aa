import type { ConflictNode, Ejected, FieldPair, Rule } from '../../flow/flow-graph.ts';
import { pairNames } from '../../flow/pair-title.ts';

type EjectedRules = NonNullable<Extract<Ejected, { kind: 'mapping' }>['rules']>;

/**
 * The conflict node's rules per field, under the names that the pairs have for them now. Values that go
 * through steps were never merged, the newest one stood: it goes on standing where the mapping could merge now.
 *
 * @param keeps names that other lanes have rules for at the same node.
 */
export function ejectRules(
  node: ConflictNode,
  pairs: readonly { was: FieldPair; is: FieldPair }[],
  keeps: ReadonlySet<string>,
): { node: ConflictNode; rules: EjectedRules } {
  const rules: EjectedRules = [];
  const renamed = (of: 'conflict' | 'first', given: Record<string, Rule>, general: Rule) => {
    const moved = new Map<string, { name: string; rule: Rule }>();
    const more: Record<string, Rule> = {};
    for (const { was, is } of pairs) {
      const [old, now] = [pairNames(was).left, pairNames(is).left];
      const own = given[old];
      const rule = unmerged(own ?? general, was);
      if ((!own && rule === general) || (own && old === now && rule === own)) continue;
      if (own) moved.set(old, { name: now, rule });
      else more[now] = rule;
      rules.push({ of, ...(own ? { was: { name: old, rule: own } } : {}), is: { name: now, rule } });
    }
    const entries = Object.entries(given).flatMap(([name, rule]): [string, Rule][] => {
      const there = moved.get(name);
      if (!there) return [[name, rule]];
      return keeps.has(name)
        ? [
            [name, rule],
            [there.name, there.rule],
          ]
        : [[there.name, there.rule]];
    });
    return { ...Object.fromEntries(entries), ...more };
  };
  const { first } = node;
  const fields = renamed('conflict', node.fields, node.rule);
  const firstFields = renamed('first', first.fields ?? {}, first.differ);
  const told = first.fields || Object.keys(firstFields).length > 0;
  return {
    node: { ...node, fields, first: { ...first, ...(told ? { fields: firstFields } : {}) } },
    rules,
  };
}

function unmerged(rule: Rule, { transform, also }: FieldPair): Rule {
  const several = also?.left !== undefined || also?.right !== undefined;
  return rule.kind === 'merge' && (transform || several) ? { kind: 'newest', tie: rule.tie } : rule;
}
