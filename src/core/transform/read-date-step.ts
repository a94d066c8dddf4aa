import type { NeutralType } from '../values/neutral-type.ts';
import { type DateKind, dateForm } from './date-form.ts';
import { keepingNull, type Step, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A date or time out of a text; on the way back it is written in the same format. */
export function readDateStep({ format, to }: TransformOf<'read-date'>): Step {
  const form = dateForm(format);
  const lacking = form.lacks(to);
  return {
    takes: textType,
    gives: dateType(to),
    convert: keepingNull((text) => form.read(text, to)),
    back:
      lacking.length > 0
        ? { none: `the format lacks the ${lacking.join(', the ')}` }
        : { convert: keepingNull((value) => form.write(value, true)) },
  };
}

function dateType(kind: DateKind): NeutralType {
  return kind === 'date' ? { kind } : { kind, precision: 6 };
}
