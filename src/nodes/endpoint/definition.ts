import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

export const endpointDefinition: NodeDefinition<'endpoint'> = {
  kind: 'endpoint',
  label: 'Endpoint',
  description: 'A table or object of a connection',
  keywords: ['connection', 'stream', 'table', 'source', 'target', 'database'],
  inLane: true,
  inspectorWidth: 380,
  widens: false,
  next: ['mapping'],
  create: (id) => ({ id, kind: 'endpoint', connection: '', stream: '' }),
  size: () => CARD_SIZE,
  title: (node) => node.label || node.connection || 'Endpoint',
  subtitle: (node) => node.stream || (node.connection === '' ? 'Choose a connection' : 'Choose a stream'),
};
