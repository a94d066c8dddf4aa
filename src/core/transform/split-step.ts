import { arrayElements, arrayText } from '../values/array-text.ts';
import { Misfit } from '../values/misfit.ts';
import { keepingNull, type Step, textList, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A text to the list of its parts, or to one of them. An empty text has no parts. */
export function splitStep({ separator, part }: TransformOf<'split'>): Step {
  const parts = (text: string) => (text === '' ? [] : text.split(separator));
  if (part !== undefined) {
    return {
      takes: textType,
      gives: textType,
      convert: (text) => parts(text ?? '').at(part) ?? null,
      back: { none: 'the other parts are gone' },
    };
  }
  return {
    takes: textType,
    gives: textList,
    convert: keepingNull((text) => arrayText(parts(text))),
    back: {
      convert: keepingNull((list) => {
        const elements = arrayElements(list);
        if (elements.length === 1 && elements[0] === '') throw new Misfit('it is a list of one empty text');
        return elements.map((element) => separable(element, separator)).join(separator);
      }),
    },
  };
}

/** A part that is found again between separators. Throws Misfit. */
export function separable(part: string | null, separator: string): string {
  if (part === null) throw new Misfit('a part of it is null');
  if (part.includes(separator)) {
    throw new Misfit(`a part of it holds the separator ${JSON.stringify(separator)}`);
  }
  return part;
}
