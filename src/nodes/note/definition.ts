import type { NodeDefinition } from '../node-definition.ts';

const WIDTH = 240;
const LINE = 18;
const PADDING = 24;
/** Characters that fit on one line of a note at its width and type size. */
const PER_LINE = 34;
const MAX_LINES = 14;

function lines(text: string): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / PER_LINE)), 0);
}

export const noteDefinition: NodeDefinition<'note'> = {
  kind: 'note',
  label: 'Note',
  description: 'A remark for whoever reads this next',
  keywords: ['comment', 'text', 'remark'],
  inLane: false,
  inspectorWidth: 340,
  next: [],
  create: (id) => ({ id, kind: 'note', text: '' }),
  size: (node) => ({
    width: WIDTH,
    height: PADDING + LINE * Math.min(MAX_LINES, Math.max(2, lines(node.text))),
  }),
  title: (node) => node.label || node.text.split('\n')[0]?.slice(0, 60) || 'Empty note',
  subtitle: () => 'Note',
};
