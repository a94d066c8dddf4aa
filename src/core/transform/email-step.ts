import { Misfit } from '../values/misfit.ts';
import { asText, keepingNull, type Step, type StepInput } from './step.ts';
import type { TransformOf } from './transform.ts';

/** An address without blanks around it, its domain in lower case, and what is before the @ too unless it is kept. */
export function emailStep({ local }: TransformOf<'email'>, input: StepInput): Step {
  return {
    takes: asText(input),
    gives: asText(input),
    convert: keepingNull((text) => {
      const address = text.trim();
      const at = address.lastIndexOf('@');
      if (at < 1 || at === address.length - 1 || /\s/.test(address) || address.slice(0, at).includes('@')) {
        throw new Misfit('it is not an e-mail address');
      }
      const name = address.slice(0, at);
      return `${local === 'lower' ? name.toLowerCase() : name}@${address.slice(at + 1).toLowerCase()}`;
    }),
    back: { none: 'how it was spelled is not known any more' },
  };
}
