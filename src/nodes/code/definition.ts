import { CodeNode } from '#core/flow/flow-graph.ts';
import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';
import { codeForms } from './code-forms.ts';

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
  subtitle: (node) => {
    const lines = node.source.trim() === '' ? 0 : node.source.trimEnd().split('\n').length;
    return `${codeForms[node.form].label}, ${lines === 0 ? 'no code yet' : lines === 1 ? '1 line' : `${lines} lines`}`;
  },
};
