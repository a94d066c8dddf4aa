import type { Side } from '../change/change-event.ts';
import type { CodeField } from './code-field.ts';

/** What a code node is given and makes, where it stands in its flow. */
export type CodeShape = {
  nodeId: string;
  /** The side of the lane whose records it is about; null for `merge`, which stands beside the lane. */
  side: Side | null;
  input: readonly CodeField[];
  output: readonly CodeField[];
  /** Fields of the record that find it: code must leave them as they are. */
  key: readonly string[];
  /** It stands behind the mapping of a one-way lane, and makes what is written to the other side. */
  behind?: true;
};
