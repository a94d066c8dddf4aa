import type { Step, StepInput } from './step.ts';
import { textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** The same value always. */
export function constantStep({ value }: TransformOf<'constant'>, input: StepInput): Step {
  return {
    takes: input.type,
    gives: textType,
    convert: () => value,
    back: { none: 'what it came from is not in the constant' },
  };
}
