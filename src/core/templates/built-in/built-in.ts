import type { z } from 'zod';
import type { CodeField } from '../../code/code-field.ts';
import type { CodeNode } from '../../flow/flow-graph.ts';

/** A template that comes with Syncline: one code node, and records by which it is known to work. */
export type BuiltIn = {
  id: string;
  name: string;
  description: string;
  node: Omit<z.input<typeof CodeNode>, 'id' | 'kind' | 'label'>;
  /** The fields of the records that its code and its tests are written for. */
  input: readonly CodeField[];
  output: readonly CodeField[];
};

/** A text field that may be null. */
export const textField = (name: string): CodeField => ({ name, type: { kind: 'text' }, nullable: true });
