import { type TextCast, textCast } from '../values/cast-table.ts';
import { describeType } from '../values/describe-type.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import { compileStep } from './compile-step.ts';
import { describeStep } from './describe-transform.ts';
import type { Step, StepValue } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { Transform } from './transform.ts';

/** A step with the casts that lead to it and, on the way back, from it. */
type Link = {
  step: Step;
  words: string;
  cast: TextCast;
  castBack: TextCast | { refused: string };
  absent: boolean;
};

/** Steps one after the other, compiled. Values are in the type that comes in, and in the one that goes out. */
export type StepChain = {
  gives: NeutralType;
  convert: (value: StepValue) => StepValue;
  /** The way back; or which step has none, and why, as a clause. */
  back: { convert: (value: StepValue) => StepValue } | { none: string };
};

/**
 * Compiles steps against what comes in.
 * @param strict the way back is used too: what would come back as another value is refused.
 * @throws StepRefusal naming the step that cannot be taken.
 */
export function stepChain(
  steps: readonly Transform[],
  type: NeutralType,
  fields: readonly Field[],
  strict: boolean,
): StepChain {
  const links: Link[] = [];
  let gives = type;
  for (const [index, settings] of steps.entries()) {
    const first = index === 0;
    const words = `step ${index + 1} (${describeStep(settings)})`;
    const step = named(words, () =>
      compileStep(settings, { type: gives, fields: first ? fields : [], first, strict }),
    );
    links.push({ step, words, ...castsBetween(gives, step.takes, words), absent: settings.kind === 'empty' });
    gives = step.gives;
  }
  return {
    gives,
    convert: (value) => links.reduce((now, link) => forward(link, now), value),
    back: backOf(links),
  };
}

function castsBetween(from: NeutralType, to: NeutralType, words: string): Pick<Link, 'cast' | 'castBack'> {
  const cast = textCast(from, to);
  if ('refused' in cast) {
    throw new StepRefusal(
      `${capital(words)} takes ${describeType(to)}, and ${describeType(from)} comes in.`,
      'Put a step before it that gives what it takes, or choose another one.',
    );
  }
  return { cast, castBack: textCast(to, from) };
}

function forward({ step, words, cast, absent }: Link, value: StepValue): StepValue {
  return within(words, () => {
    const given = value === undefined && !absent ? null : value;
    return step.convert(typeof given === 'string' ? cast.convert(given) : given);
  });
}

function backOf(links: readonly Link[]): StepChain['back'] {
  for (const { step, words, castBack } of links) {
    if ('none' in step.back) return { none: `${words} leads one way only: ${step.back.none}` };
    if ('refused' in castBack) return { none: `${words} leads one way only: ${castBack.refused}` };
  }
  const ways = links.toReversed().map(({ step, words, castBack }) => (value: StepValue): StepValue => {
    if ('none' in step.back || 'refused' in castBack) throw new TypeError('no way back');
    const { convert } = step.back;
    return within(`${words}, backward`, () => {
      const before = convert(value);
      return typeof before === 'string' ? castBack.convert(before) : before;
    });
  });
  return { convert: (value) => ways.reduce((now, way) => way(now), value) };
}

function within<T>(words: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`${words}: ${error.message}`);
    throw error;
  }
}

function named<T>(words: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StepRefusal)) throw error;
    throw new StepRefusal(`${capital(words)}: ${error.message}`, error.remedy);
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
