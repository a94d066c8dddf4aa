import { ConflictNode, type Rule } from '#core/flow/flow-graph.ts';
import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

/** A rule in a few words, e.g. `Newest wins`. */
function ruleName(rule: Rule): string {
  switch (rule.kind) {
    case 'newest':
      return 'Newest wins';
    case 'oldest':
      return 'Oldest wins';
    case 'prefer':
      return rule.side === 'left' ? 'Left wins' : 'Right wins';
    case 'merge':
      return 'Merge both';
    case 'code':
      return 'Code decides';
    case 'hold':
      return 'Ask a person';
  }
}

export const conflictDefinition: NodeDefinition<'conflict'> = {
  kind: 'conflict',
  label: 'Conflict rule',
  description: 'Decides when both sides changed the same record',
  keywords: ['conflict', 'rule', 'newest', 'hold', 'prefer', 'merge', 'delete', 'first sync'],
  inLane: true,
  inspectorWidth: 400,
  widens: false,
  next: ['endpoint', 'mapping'],
  create: (id) => ConflictNode.parse({ id, kind: 'conflict' }),
  size: () => CARD_SIZE,
  title: (node) => node.label || 'Resolve conflicts',
  subtitle: (node) => {
    const fields = Object.keys(node.fields);
    if (fields.length === 0) return ruleName(node.rule);
    return `${ruleName(node.rule)}, ${fields.length === 1 ? fields[0] : `${fields.length} fields`} apart`;
  },
};
