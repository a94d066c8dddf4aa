import type { Row } from '../values/value.ts';
import type { CodeEntry } from './code-form.ts';

/** Records of a stream as a node on their way sees them. */
export type SeenRecords = {
  rows: Row[];
  /** Records that a filter or code before the node lets through no more. */
  dropped: number;
  /** Records that fail in code before the node. */
  failed: number;
  /** What the first of them fails with. */
  failure: string | null;
  /** Fields of the stream that are masked for the caller: they have a plain value in place of their own. */
  masked: string[];
};

/** Records of a code node's stream as the node is given them. */
export type NodeSamples = SeenRecords & {
  /** The function that is given them. */
  entry: CodeEntry;
};
