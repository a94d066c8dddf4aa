import { describeType } from '../values/describe-type.ts';
import { Misfit } from '../values/misfit.ts';
import { readText } from '../values/read-text.ts';
import type { Step, StepInput } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** What stands in for null. */
export function defaultStep({ value }: TransformOf<'default'>, { type }: StepInput): Step {
  const standIn = read();
  return {
    takes: type,
    gives: type,
    convert: (given) => given ?? standIn,
    back: { none: 'an empty field and one that holds the default become the same' },
  };

  function read(): string {
    try {
      return readText(type)(value);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      throw new StepRefusal(
        `The default ${JSON.stringify(value)} is no ${describeType(type)}: ${error.message}.`,
        'Give a default that the field could hold.',
      );
    }
  }
}
