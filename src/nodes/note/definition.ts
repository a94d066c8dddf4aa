import type { NoteNode } from '#core/flow/flow-graph.ts';
import type { NodeDefinition, NodeSize } from '../node-definition.ts';
import { noteTitle } from './note-blocks.ts';

const LINE = 18;
const PADDING = 24;
const MAX_LINES = 16;

/** A long note is wider; `perLine` characters fit on a line of that width at its type size. */
function shape(text: string): { width: number; perLine: number } {
  return text.length > 160 ? { width: 360, perLine: 52 } : { width: 240, perLine: 33 };
}

function lines(text: string, perLine: number): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0);
}

const sizes: Record<NonNullable<NoteNode['size']>, NodeSize> = {
  small: { width: 200, height: 96 },
  medium: { width: 280, height: 176 },
  large: { width: 400, height: 304 },
};

/** What fits the text. */
function sizeOf(text: string): NodeSize {
  const { width, perLine } = shape(text);
  const height = PADDING + LINE * Math.min(MAX_LINES, Math.max(2, lines(text, perLine)));
  return { width, height };
}

export const noteDefinition: NodeDefinition<'note'> = {
  kind: 'note',
  label: 'Note',
  description: 'A remark for whoever reads this next',
  keywords: ['comment', 'text', 'remark'],
  inLane: false,
  inspectorWidth: 340,
  widens: false,
  next: [],
  create: (id) => ({ id, kind: 'note', text: '' }),
  size: (node) => (node.size ? sizes[node.size] : sizeOf(node.text)),
  title: (node) => node.label || noteTitle(node.text).slice(0, 60) || 'Empty note',
  subtitle: () => 'Note',
};
