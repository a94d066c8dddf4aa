import { caseStep } from './case-step.ts';
import { constantStep } from './constant-step.ts';
import { defaultStep } from './default-step.ts';
import { emailStep } from './email-step.ts';
import { emptyStep } from './empty-step.ts';
import { expressionStep } from './expression-step.ts';
import { formatDateStep } from './format-date-step.ts';
import { formatNumberStep } from './format-number-step.ts';
import { joinStep } from './join-step.ts';
import { lookupStep } from './lookup-step.ts';
import { nestStep } from './nest-step.ts';
import { pathStep } from './path-step.ts';
import { phoneStep } from './phone-step.ts';
import { readDateStep } from './read-date-step.ts';
import { readNumberStep } from './read-number-step.ts';
import { scaleStep } from './scale-step.ts';
import { splitStep } from './split-step.ts';
import type { Step, StepInput } from './step.ts';
import { templateStep } from './template-step.ts';
import type { Transform, TransformKind, TransformOf } from './transform.ts';
import { trimStep } from './trim-step.ts';
import { unitStep } from './unit-step.ts';

const compilers: { [K in TransformKind]: (settings: TransformOf<K>, input: StepInput) => Step } = {
  constant: constantStep,
  default: defaultStep,
  trim: trimStep,
  case: caseStep,
  split: splitStep,
  join: joinStep,
  template: templateStep,
  lookup: lookupStep,
  'read-number': readNumberStep,
  'format-number': formatNumberStep,
  'read-date': readDateStep,
  'format-date': formatDateStep,
  phone: phoneStep,
  email: emailStep,
  empty: emptyStep,
  scale: scaleStep,
  unit: unitStep,
  path: pathStep,
  nest: nestStep,
  expression: expressionStep,
};

/** Compiles one step against what comes in. Throws StepRefusal where it cannot be taken. */
export function compileStep(settings: Transform, input: StepInput): Step {
  // The table is total, and each compiler takes the settings of its own kind.
  const compile = compilers[settings.kind] as (settings: Transform, input: StepInput) => Step;
  return compile(settings, input);
}
