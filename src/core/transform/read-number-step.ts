import { checkNumberForm, readNumberForm, writeNumberForm } from './number-form.ts';
import { decimalType, keepingNull, type Step, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A number out of a text; on the way back it is written in the same form. */
export function readNumberStep(form: TransformOf<'read-number'>): Step {
  checkNumberForm(form);
  return {
    takes: textType,
    gives: decimalType,
    convert: keepingNull(readNumberForm(form)),
    back: { convert: keepingNull(writeNumberForm(form)) },
  };
}
