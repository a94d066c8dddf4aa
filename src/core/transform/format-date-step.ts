import { describeType } from '../values/describe-type.ts';
import { dateForm } from './date-form.ts';
import { keepingNull, type Step, type StepInput, textType } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** A date or time written as a text; what the format has no place for is dropped, or refused where it must come back. */
export function formatDateStep({ format }: TransformOf<'format-date'>, { type, strict }: StepInput): Step {
  const form = dateForm(format);
  if (
    type.kind !== 'date' &&
    type.kind !== 'time' &&
    type.kind !== 'timestamp' &&
    type.kind !== 'timestamptz'
  ) {
    throw new StepRefusal(
      `A date is to be written, and ${describeType(type)} comes in.`,
      'Read the date first (read-date), or begin at a field with a date.',
    );
  }
  const { kind } = type;
  const lacking = form.lacks(kind);
  return {
    takes: type,
    gives: textType,
    convert: keepingNull((value) => form.write(value, strict)),
    back:
      lacking.length > 0
        ? { none: `the format lacks the ${lacking.join(', the ')}` }
        : { convert: keepingNull((text) => form.read(text, kind)) },
  };
}
