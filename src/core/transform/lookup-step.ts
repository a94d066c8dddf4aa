import { Misfit } from '../values/misfit.ts';
import type { Value } from '../values/value.ts';
import { type Step, type StepInput, type StepValue, textType } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** A table of values; both ways where it is one-to-one. What it does not list fails, stays, or has a stand-in. */
export function lookupStep({ entries, unmatched }: TransformOf<'lookup'>, { strict }: StepInput): Step {
  const there = tableOf(entries, 'listed twice');
  const none = whyNotBack();
  const back = none ? null : new Map(entries.map(([from, to]) => [to, from]));
  return {
    takes: textType,
    gives: textType,
    convert: (value) => find(there, strict ? back : null, value ?? null),
    back: none || !back ? { none: none ?? '' } : { convert: (value) => find(back, there, value ?? null) },
  };

  function find(table: Map<Value, Value>, other: Map<Value, Value> | null, value: Value): StepValue {
    const found = table.get(value);
    if (found !== undefined) return found;
    // Nothing is nothing where the table does not speak of it.
    if (value === null && !other?.has(null)) return null;
    if (unmatched === 'fail') throw new Misfit('the look-up table does not list it');
    if (unmatched !== 'keep') return unmatched.default;
    if (other?.has(value)) throw new Misfit('what the look-up table gives for another value is the same');
    return value;
  }

  function whyNotBack(): string | null {
    if (typeof unmatched === 'object') return 'values that the table does not list become one';
    const targets = new Set(entries.map(([, to]) => to));
    return targets.size < entries.length ? 'different values of the table become the same' : null;
  }
}

function tableOf(entries: readonly [Value, Value][], what: string): Map<Value, Value> {
  const table = new Map<Value, Value>();
  for (const [from, to] of entries) {
    if (table.has(from)) {
      throw new StepRefusal(
        `${JSON.stringify(from)} is ${what} in the look-up table.`,
        'Keep one of the entries for each value.',
      );
    }
    table.set(from, to);
  }
  return table;
}
