import type { FieldPair, FlowNode, Rule } from '#core/flow/flow-graph.ts';

/** The node with the new ids of the nodes that it names: by links of pairs, by rules that code decides, by notes. */
export function renewReferences(node: FlowNode, ids: ReadonlyMap<string, string>): FlowNode {
  const renewed = (id: string) => ids.get(id) ?? id;
  const ruleOf = (rule: Rule): Rule => (rule.kind === 'code' ? { ...rule, node: renewed(rule.node) } : rule);
  const rulesOf = (rules: Record<string, Rule>) =>
    Object.fromEntries(Object.entries(rules).map(([field, rule]) => [field, ruleOf(rule)]));
  if (node.kind === 'mapping') {
    const fields = node.fields.map(
      (pair): FieldPair => (pair.through ? { ...pair, through: renewed(pair.through) } : pair),
    );
    return { ...node, fields };
  }
  if (node.kind === 'conflict') {
    const { first } = node;
    return {
      ...node,
      rule: ruleOf(node.rule),
      fields: rulesOf(node.fields),
      first: {
        ...first,
        differ: ruleOf(first.differ),
        ...(first.fields ? { fields: rulesOf(first.fields) } : {}),
      },
    };
  }
  if (node.kind === 'note' && node.about) return { ...node, about: renewed(node.about) };
  return node;
}
