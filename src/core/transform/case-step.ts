import { asText, keepingNull, type Step, type StepInput } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A text in lower, upper or title case, by Unicode and no language's own rules. */
export const inCase = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  /** Letters after a letter, digit or apostrophe are small, all others capital. */
  title: (text: string) =>
    text
      .toLowerCase()
      .replace(/(^|[^\p{L}\p{N}\p{M}'’])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase()),
};

/** In lower, upper or title case, by Unicode and no language's own rules. */
export function caseStep({ to }: TransformOf<'case'>, input: StepInput): Step {
  return {
    takes: asText(input),
    gives: asText(input),
    convert: keepingNull(inCase[to]),
    back: { none: 'which letters were capital is not known any more' },
  };
}
