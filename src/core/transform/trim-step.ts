import { asText, keepingNull, type Step, type StepInput } from './step.ts';
import type { TransformOf } from './transform.ts';

/** Without blanks at the ends, and with single ones within where that is wanted. */
export function trimStep({ where, inner }: TransformOf<'trim'>, input: StepInput): Step {
  const ends = { both: 'trim', start: 'trimStart', end: 'trimEnd' } as const;
  return {
    takes: asText(input),
    gives: asText(input),
    convert: keepingNull((text) => {
      const trimmed = text[ends[where]]();
      return inner ? trimmed.replace(/\s+/gu, ' ') : trimmed;
    }),
    back: { none: 'the blanks that were there are gone' },
  };
}
