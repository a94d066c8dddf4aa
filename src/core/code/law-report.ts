import { z } from 'zod';

/**
 * The two laws of a lens, by what is taken there and back: an `input` through `forward` and then `backward`,
 * an `output` through `backward` and then `forward`.
 */
export const Law = z.enum(['input', 'output']);
export type Law = z.infer<typeof Law>;

const Texts = z.record(z.string(), z.string().nullable());
const found = {
  law: Law,
  /** A record as it occurs, or one that was made up of values of the types. */
  from: z.enum(['sample', 'generated']),
  given: Texts,
};

/** A record that does not come back as it was: a counter-example, made as small as it goes. */
export const LawBreak = z.object({
  ...found,
  /** The record on the other side; null where it was dropped on its way back. */
  through: Texts,
  /** The record over which the functions' results were laid, for what they leave out; null where they leave nothing out. */
  onto: Texts.nullable(),
  back: Texts.nullable(),
  /** Fields that came back with other values, all of them where the record did not come back. */
  fields: z.array(z.string()),
});
export type LawBreak = z.infer<typeof LawBreak>;

/** A record on which a function fails, so that the law says nothing of it: the smallest one that was found. */
export const LawThrow = z.object({
  ...found,
  entry: z.enum(['forward', 'backward']),
  message: z.string(),
  line: z.int().nullable(),
});
export type LawThrow = z.infer<typeof LawThrow>;

/** What became of the laws of a lens. */
export const LawReport = z.object({
  /** Records that were taken there and back, before one was found that breaks a law. */
  samples: z.int(),
  generated: z.int(),
  /** False where time was up before all values were tried. */
  complete: z.boolean(),
  /** At most one for each law. */
  broken: z.array(LawBreak),
  /** At most one for each law. */
  thrown: z.array(LawThrow),
});
export type LawReport = z.infer<typeof LawReport>;

/** The same of the lens of a flow, which is tried on records of its stream and made-up ones. */
export type LawFindings = LawReport & {
  /** Why no records of the stream were tried; null where some were. */
  unsampled: string | null;
};
