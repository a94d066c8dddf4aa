import { alongLine, inverse, inverseLine, type Line, plus, ratioOf, times } from './exact-line.ts';
import { decimalType, keepingNull, type Step } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** `(x + before) · factor / divisor + after`, in exact decimal arithmetic. */
export function scaleStep({ factor, divisor, before, after, digits }: TransformOf<'scale'>): Step {
  if (ratioOf(divisor).over === 0n)
    throw new StepRefusal('Nothing can be divided by zero.', 'Give another divisor.');
  const slope = times(ratioOf(factor), inverse(ratioOf(divisor)));
  const offset = plus(times(ratioOf(before), slope), ratioOf(after));
  return lineStep({ slope, offset }, digits);
}

/** A step along a line; without rounding it leads back, for every value that has a last digit. */
export function lineStep(line: Line, digits: number | undefined): Step {
  const none =
    line.slope.over === 0n ? 'every value becomes the same' : digits === undefined ? null : 'it is rounded';
  return {
    takes: decimalType,
    gives: decimalType,
    convert: keepingNull(alongLine(line, digits)),
    back: none ? { none } : { convert: keepingNull(alongLine(inverseLine(line))) },
  };
}
