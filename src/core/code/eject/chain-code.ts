import { compileStep } from '../../transform/compile-step.ts';
import type { Step, StepInput } from '../../transform/step.ts';
import { StepRefusal } from '../../transform/step-refusal.ts';
import type { Transform } from '../../transform/transform.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { isWhole } from '../../values/number-cast-kind.ts';
import type { Field } from '../../values/stream-schema.ts';
import { castCode } from './cast-code.ts';
import type { Hoisted } from './hoisted.ts';
import { NotInCode } from './not-in-code.ts';
import { stepBackCode } from './step-back-code.ts';
import { listOf, stepCode } from './step-code.ts';
import type { ValueCode } from './value-code.ts';

/** What steps are written with, the same for all of a pair. */
export type ChainPlace = { fields: readonly Field[]; strict: boolean; name: string; hoisted: Hoisted };

type Link = { settings: Transform; step: Step; names: string[]; from: NeutralType };

/** Steps in code, one after the other, as `stepChain` has them over canonical texts. Throws NotInCode. */
export function chainCode(steps: readonly Transform[], value: ValueCode, place: ChainPlace): ValueCode {
  let now = value;
  for (const { settings, step, names } of linksOf(steps, value.type, place)) {
    const given = now.absent && settings.kind !== 'empty' ? withoutAbsence(now) : now;
    const constant = settings.kind === 'constant';
    if (constant && now !== value) throw new NotInCode('a step before the constant may refuse a record');
    const taken = constant ? given : castGiven(given, step);
    now = stepCode(settings, taken, { ...place, step, names });
  }
  return now.absent ? withoutAbsence(now) : now;
}

/** Their way back: the value is of the type that the last of them gives; it comes back as `type`. Throws NotInCode. */
export function chainBackCode(
  steps: readonly Transform[],
  type: NeutralType,
  value: ValueCode,
  place: ChainPlace,
): ValueCode {
  let now = value;
  for (const { settings, step, names, from } of linksOf(steps, type, place).toReversed()) {
    now = castCode(stepBackCode(settings, now, { ...place, step, names }), from);
  }
  return now;
}

/** The type that the steps give. */
export function chainGives(steps: readonly Transform[], type: NeutralType, place: ChainPlace): NeutralType {
  return linksOf(steps, type, place).at(-1)?.step.gives ?? type;
}

function linksOf(steps: readonly Transform[], type: NeutralType, { fields, strict }: ChainPlace): Link[] {
  const links: Link[] = [];
  let from = type;
  for (const [index, settings] of steps.entries()) {
    const first = index === 0;
    const input: StepInput = { type: from, fields: first ? fields : [], first, strict };
    const step = compiled(settings, input);
    const names = first ? fields.map(({ name }) => name) : ['value'];
    links.push({ settings, step, names, from });
    from = step.gives;
  }
  return links;
}

function compiled(settings: Transform, input: StepInput): Step {
  try {
    return compileStep(settings, input);
  } catch (error) {
    if (error instanceof StepRefusal) throw new NotInCode(error.message);
    throw error;
  }
}

/**
 * The cast to what a step takes. A list that is written down keeps its parts: they are texts already.
 * Decimals are computed from whole numbers as they are.
 */
function castGiven(value: ValueCode, { takes }: Step): ValueCode {
  // Any other step would be given the list's own spelling.
  if (value.parts) return takes.kind === 'array' ? { ...value, type: takes } : castCode(listOf(value), takes);
  if (takes.kind === 'decimal' && isWhole(value.type)) return { ...value, type: takes };
  return castCode(value, takes);
}

/** What is not there is null from here on. */
function withoutAbsence({ code, type }: ValueCode): ValueCode {
  return { code: `${code} ?? null`, type, nullable: true };
}
