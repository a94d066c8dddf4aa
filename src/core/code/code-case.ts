import { z } from 'zod';
import { CodeEntry } from './code-form.ts';

/** A record in canonical texts. */
const CaseRow = z.record(z.string(), z.string().nullable());

/** What a function is expected to come to for a case's input. */
export const CaseResult = z.discriminatedUnion('kind', [
  /** None: the record is dropped. */
  z.strictObject({ kind: z.literal('records'), rows: z.array(CaseRow).max(1000) }),
  z.strictObject({ kind: z.literal('keep'), keep: z.boolean() }),
  z.strictObject({ kind: z.literal('value'), value: z.string().nullable() }),
  z.strictObject({ kind: z.literal('hold') }),
  /** It fails, with this in its message. */
  z.strictObject({ kind: z.literal('failed'), message: z.string().max(2000) }),
]);
export type CaseResult = z.infer<typeof CaseResult>;

/** A record that is kept with a code node to try its code on: the same one each time, whatever the stream has meanwhile. */
export const PinnedRecord = z.strictObject({ entry: CodeEntry, input: CaseRow });
export type PinnedRecord = z.infer<typeof PinnedRecord>;

/** A test that is kept with a code node and run before each deploy. */
export const CodeCase = z.strictObject({
  name: z.string().trim().min(1).max(120),
  entry: CodeEntry,
  /** The record that the function is given; for `merge` the field's name with `base`, `left` and `right` as its fields. */
  input: CaseRow,
  expect: CaseResult,
});
export type CodeCase = z.infer<typeof CodeCase>;
