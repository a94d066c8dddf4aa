import { CodeNode } from '#core/flow/flow-graph.ts';
import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

const formWords: Record<CodeNode['form'], string> = {
  transform: 'Transform',
  lens: 'Two-way lens',
  batch: 'Batch',
  filter: 'Filter',
  merge: 'Merge',
};

export const codeDefinition: NodeDefinition<'code'> = {
  kind: 'code',
  label: 'Code',
  description: 'TypeScript for the one step that needs it',
  keywords: ['typescript', 'javascript', 'function', 'script', 'transform', 'lens', 'custom'],
  inLane: true,
  inspectorWidth: 480,
  widens: true,
  next: ['mapping', 'endpoint'],
  create: (id) => CodeNode.parse({ id, kind: 'code' }),
  size: () => CARD_SIZE,
  title: (node) => node.label || 'Code',
  subtitle: (node) => formWords[node.form],
};
