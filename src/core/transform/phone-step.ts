import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { Misfit } from '../values/misfit.ts';
import { asText, keepingNull, type Step, type StepInput } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** No number that anybody dials is longer, however it is spelled. */
const LONGEST = 100;

/** A phone number in E.164 (`+4930123456`), with its extension where it has one (`;ext=7`). */
export function phoneStep({ country }: TransformOf<'phone'>, input: StepInput): Step {
  if (country !== undefined && !isSupportedCountry(country)) {
    throw new StepRefusal(
      `No country has the code ${country}.`,
      'Give the country in two letters (ISO 3166), e.g. DE.',
    );
  }
  const at = country as CountryCode | undefined;
  return {
    takes: asText(input),
    gives: asText(input),
    convert: keepingNull((text) => {
      const number =
        text.length <= LONGEST
          ? parsePhoneNumberFromString(text, { defaultCountry: at, extract: false })
          : undefined;
      if (!number?.isPossible()) {
        const without = at || text.trim().startsWith('+') ? '' : ' with its country (+49 …)';
        throw new Misfit(`it is not a phone number${without}`);
      }
      return number.ext ? `${number.number};ext=${number.ext}` : number.number;
    }),
    back: { none: 'how it was spelled is not known any more' },
  };
}
