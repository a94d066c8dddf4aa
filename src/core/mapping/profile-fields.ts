import type { Field } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import type { FieldProfile } from './field-profile.ts';
import type { SideField } from './stream-side.ts';
import { valueFormat } from './value-format.ts';

/** Values are compared by so many characters. */
const compared = 120;

/** The fields with what their values look like in these rows, as a system's sample gives them. */
export function profileFields(fields: readonly Field[], rows: readonly Row[]): SideField[] {
  return fields.map((field) => ({
    ...field,
    profile: profileOf(rows.map((row) => row[field.name] ?? null)),
  }));
}

function profileOf(values: readonly (string | null)[]): FieldProfile {
  const texts = values.flatMap((value) => (value === null || value.trim() === '' ? [] : [value.trim()]));
  const format = valueFormat(texts);
  const plain = texts.map((text) => plainValue(text.slice(0, compared), format));
  const numbers = format === 'whole number' || format === 'number' ? texts.map(Number) : [];
  return {
    rows: values.length,
    empty: values.length - texts.length,
    format,
    length: texts.length === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
    values: new Set(plain),
    range: numbers.length === 0 ? null : rangeOf(numbers),
  };
}

function rangeOf(numbers: readonly number[]): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of numbers) {
    min = Math.min(min, each);
    max = Math.max(max, each);
  }
  return { min, max };
}

/** A form in which the same value of two systems is the same: without case, time zone of UTC, zeros that say nothing. */
function plainValue(text: string, format: FieldProfile['format']): string {
  switch (format) {
    case 'yes or no':
      return /^(t|y)/i.test(text) ? 'true' : 'false';
    case 'whole number':
    case 'number':
      return text
        .replace(/^(-?)0+(?=\d)/, '$1')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
    case 'date and time':
      return text
        .replace('T', ' ')
        .replace(/(Z|\+00(:?00)?)$/, '')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
    case 'phone number':
      return text.replace(/\D/g, '');
    case 'URL':
      return text
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, '');
    default:
      return text.toLowerCase();
  }
}
