/** Something that the compiler finds in code. Lines and columns count from 1, in the TypeScript that was written. */
export type CodeProblem = {
  /** TypeScript's own number (`TS2322`), or what is wrong in a word of ours. */
  code: string;
  message: string;
  /** The shared module that it is in; null for the node's own source. */
  module: string | null;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
};
