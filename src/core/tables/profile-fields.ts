import type { Row } from '../values/value.ts';

/** What a sample of rows showed of one field. */
export type FieldProfile = {
  /** Rows that were looked at. */
  rows: number;
  nulls: number;
  /** Characters of the longest value. */
  longest: number;
  /**
   * The widest number: digits before and after the point; null where some value is no plain decimal
   * number, or there is none.
   */
  digits: { whole: number; fraction: number } | null;
  /** Some value has the form of a UUID, but none of the variants and versions that RFC 9562 knows. */
  oddUuids: boolean;
};

/** Profiles of these fields over sampled rows, by field. */
export function profileFields(fields: readonly string[], rows: readonly Row[]): Map<string, FieldProfile> {
  return new Map(fields.map((field) => [field, profile(rows.map((row) => row[field] ?? null))]));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const standardUuid = /^.{14}[1-8].{4}[89ab]/i;

function profile(values: (string | null)[]): FieldProfile {
  const present = values.filter((value) => value !== null);
  const numbers = present.map((value) => /^-?(\d+)(?:\.(\d+))?$/.exec(value));
  const plain = numbers.filter((match) => match !== null);
  return {
    rows: values.length,
    nulls: values.length - present.length,
    longest: present.reduce((most, value) => Math.max(most, [...value].length), 0),
    digits:
      plain.length === 0 || plain.length < present.length
        ? null
        : {
            whole: Math.max(...plain.map((match) => match[1]?.replace(/^0+/, '').length ?? 0), 1),
            fraction: Math.max(...plain.map((match) => match[2]?.length ?? 0)),
          },
    oddUuids: present.some((value) => uuid.test(value) && !standardUuid.test(value)),
  };
}
