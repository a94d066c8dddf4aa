import { z } from 'zod';

/** What a code node is: which functions its module exports, and what they are asked. */
export const CodeForm = z.enum(['transform', 'lens', 'batch', 'filter', 'merge']);
export type CodeForm = z.infer<typeof CodeForm>;

/** A function that the module of a code node exports. */
export const CodeEntry = z.enum(['transform', 'forward', 'backward', 'batch', 'filter', 'merge']);
export type CodeEntry = z.infer<typeof CodeEntry>;

/** The functions that a module of each form exports, all of which it must. */
export const entriesOf: Readonly<Record<CodeForm, readonly CodeEntry[]>> = {
  transform: ['transform'],
  lens: ['forward', 'backward'],
  batch: ['batch'],
  filter: ['filter'],
  merge: ['merge'],
};
