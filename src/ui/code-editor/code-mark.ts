/** Something wrong at a place of a file. Lines and columns count from 1. */
export type CodeMark = {
  path: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  severity: 'error' | 'warning';
  message: string;
  /** TypeScript's number for it, e.g. `2322`. */
  code?: string;
};
