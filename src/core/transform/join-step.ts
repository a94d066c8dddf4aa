import { arrayElements, arrayText } from '../values/array-text.ts';
import { separable } from './split-step.ts';
import { keepingNull, type Step, type StepInput, textList, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/**
 * A list, or the several fields of a pair, to one text. Empty parts come back as null; where all are
 * null, nothing is joined.
 */
export function joinStep({ separator, empty }: TransformOf<'join'>, { strict }: StepInput): Step {
  const join = keepingNull((list) => {
    const parts = arrayElements(list).map((part) => part ?? '');
    const wanted = empty === 'skip' ? parts.filter((part) => part !== '') : parts;
    return wanted.map((part) => (strict ? separable(part, separator) : part)).join(separator);
  });
  return {
    takes: textList,
    gives: textType,
    convert: (list) => {
      const nothing = typeof list === 'string' && arrayElements(list).every((part) => part === null);
      return nothing ? null : join(list);
    },
    back: backOf(),
  };

  function backOf(): Step['back'] {
    if (empty === 'skip') return { none: 'which parts were empty is not known any more' };
    if (separator === '') return { none: 'nothing separates the parts' };
    return {
      convert: keepingNull((text) =>
        arrayText(text.split(separator).map((part) => (part === '' ? null : part))),
      ),
    };
  }
}
