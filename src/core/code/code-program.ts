import type { CodeField } from './code-field.ts';
import type { CodeForm } from './code-form.ts';

/** One version of a shared module of the workspace, imported as `library/<name>`. */
export type CodeModule = { name: string; version: number; source: string };

/** Named look-up tables, which code reads as `tables.<name>`: texts by texts. */
export type CodeTables = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** Everything that it takes to compile and run a code node. */
export type CodeProgram = {
  form: CodeForm;
  /** TypeScript: a module that exports the form's functions. */
  source: string;
  /** Fields of `Input`: the records that `transform`, `batch`, `filter` and `forward` take; the fields that `merge` decides. */
  input: readonly CodeField[];
  /** Fields of `Output`: the records that they make, and `backward` takes. Those of `input` for `filter` and `merge`. */
  output: readonly CodeField[];
  /** Every module that the source imports, and those that these import. */
  modules: readonly CodeModule[];
  tables: CodeTables;
};
