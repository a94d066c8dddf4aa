import type { CodeEntry } from './code-form.ts';

/**
 * What a function of code does with the fields of the record that it is given, as its TypeScript shows. It is only
 * made where that can be told for sure: a record that is handed to another function, say, may be read there.
 */
export type CodeUse = {
  /** Fields that it reads by name. */
  reads: string[];
  /** It hands the other fields on as they are. */
  passes: boolean;
  /** Fields that it sets by name in what it returns; null where that cannot be told. */
  makes: string[] | null;
  /** Those of them that it sets in all that it returns, whatever passes. */
  always: string[];
};

/** The functions of a program of which it can be told. */
export type CodeUses = Partial<Record<CodeEntry, CodeUse>>;
