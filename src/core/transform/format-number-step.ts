import { checkNumberForm, readNumberForm, writeNumberForm } from './number-form.ts';
import { decimalType, keepingNull, type Step, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A number written as a text; on the way back it is read from it. */
export function formatNumberStep(form: TransformOf<'format-number'>): Step {
  checkNumberForm(form);
  return {
    takes: decimalType,
    gives: textType,
    convert: keepingNull(writeNumberForm(form, form.digits)),
    back: { convert: keepingNull(readNumberForm(form)) },
  };
}
