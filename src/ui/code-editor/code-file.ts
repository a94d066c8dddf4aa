/** A file that is open in the editor. */
export type CodeFile = {
  /** Where imports find it, e.g. `code.ts`, or `library/money.ts` for `import … from 'library/money'`. */
  path: string;
  text: string;
  /** What its tab says; the last part of the path where it is absent. */
  title?: string;
  readOnly?: boolean;
};
