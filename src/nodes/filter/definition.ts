import { FilterNode } from '#core/flow/flow-graph.ts';
import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

export const filterDefinition: NodeDefinition<'filter'> = {
  kind: 'filter',
  label: 'Filter',
  description: 'Lets only some records of a side through',
  keywords: ['where', 'condition', 'only', 'segment', 'expression'],
  inLane: true,
  inspectorWidth: 440,
  widens: false,
  next: ['mapping', 'endpoint'],
  create: (id) => FilterNode.parse({ id, kind: 'filter' }),
  size: () => CARD_SIZE,
  title: (node) => node.label || 'Filter',
  subtitle: (node) => node.condition.trim() || 'No condition yet',
};
