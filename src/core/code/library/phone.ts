/** Phone numbers, by the countries' own plans. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { phoneStep } from '../../transform/phone-step.ts';
import type { Step } from '../../transform/step.ts';
import { run, step } from './as-step.ts';

const steps = new Map<string | undefined, Step>();

/**
 * The number in E.164. Throws an error for what is none.
 * @param country ISO 3166: the country of numbers that name none, e.g. `DE`.
 * @example phone.e164('030 123456', 'DE') // '+4930123456'
 */
export function e164<V extends string | null>(value: V, country?: string): string | Extract<V, null> {
  const known = steps.get(country) ?? phoneStep({ kind: 'phone', country }, step);
  steps.set(country, known);
  return run(known, value, 'phone number');
}

/**
 * Is it a number that somebody could have, by the plan of its country?
 * @example phone.valid('+49 30 123456') // true
 */
export function valid(value: string | null | undefined, country?: string): boolean {
  return parsed(value, country)?.isValid() ?? false;
}

/**
 * The country of a number, ISO 3166; null where it is none, or the number does not tell.
 * @example phone.country('+49 30 123456') // 'DE'
 */
export function country(value: string | null | undefined, fallback?: string): string | null {
  return parsed(value, fallback)?.country ?? null;
}

/**
 * The number as people write it, in its country or from abroad. Throws an error for what is none.
 * @example phone.format('+4930123456') // '+49 30 123456'
 */
export function format<V extends string | null>(
  value: V,
  style: 'international' | 'national' = 'international',
  country?: string,
): string | Extract<V, null> {
  const number = e164(value, country);
  if (number === null) return null as Extract<V, null>;
  const found = parsed(number);
  return (style === 'national' ? found?.formatNational() : found?.formatInternational()) ?? number;
}

function parsed(value: string | null | undefined, country?: string) {
  if (value === null || value === undefined || value.length > 100) return undefined;
  const defaultCountry =
    country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  return parsePhoneNumberFromString(value, { defaultCountry, extract: false });
}
