import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

const arrows = { both: 'both ways', forward: 'left to right', backward: 'right to left' } as const;

export const mappingDefinition: NodeDefinition<'mapping'> = {
  kind: 'mapping',
  label: 'Mapping',
  description: 'Pairs the fields of both sides',
  keywords: ['fields', 'map', 'match', 'pair', 'direction', 'cast'],
  inLane: true,
  inspectorWidth: 640,
  widens: true,
  next: ['conflict', 'endpoint'],
  create: (id) => ({ id, kind: 'mapping', direction: 'both', match: [], fields: [] }),
  size: () => CARD_SIZE,
  title: (node) => node.label || 'Map fields',
  subtitle: (node) =>
    node.fields.length === 0
      ? 'No fields paired yet'
      : `${node.fields.length} ${node.fields.length === 1 ? 'field' : 'fields'}, ${arrows[node.direction]}`,
};
