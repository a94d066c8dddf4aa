import type { CastKind } from './cast-table.ts';
import type { NeutralType } from './neutral-type.ts';

/** What a neutral type holds, and how its values are spelled on their way. */
export type TypeMeaning = { holds: string; spelled: string };

/** Every neutral type, so that one without a meaning does not compile. */
export const typeMeanings: Record<NeutralType['kind'], TypeMeaning> = {
  boolean: { holds: 'true or false', spelled: '`t` or `f`' },
  int16: { holds: 'whole numbers of 16 bits', spelled: 'digits' },
  int32: { holds: 'whole numbers of 32 bits', spelled: 'digits' },
  int64: { holds: 'whole numbers of 64 bits', spelled: 'digits, all of them' },
  uint64: { holds: 'whole numbers of 64 bits without a sign', spelled: 'digits, all of them' },
  decimal: {
    holds: 'exact decimal numbers, of a precision and scale or of any',
    spelled: 'digits; `NaN` and `Infinity` where there is no precision',
  },
  float32: {
    holds: 'floating numbers of 32 bits',
    spelled: 'the shortest digits that come back as the same number',
  },
  float64: {
    holds: 'floating numbers of 64 bits',
    spelled: 'the shortest digits that come back as the same number',
  },
  text: { holds: 'text, of any length or of so many characters', spelled: 'as it is' },
  bytes: { holds: 'bytes', spelled: '`\\x0a1b`' },
  date: { holds: 'days', spelled: '`2026-11-26`; `infinity`, and `BC` behind years before the first' },
  time: {
    holds: 'times of day, to so many digits of the second',
    spelled: '`09:30:00.25`; `24:00:00` is one',
  },
  timestamp: { holds: 'a day and a time of day, without an offset', spelled: '`2026-11-26 09:30:00.25`' },
  timestamptz: { holds: 'a moment', spelled: '`2026-11-26 09:30:00.25+00`, always in UTC' },
  interval: {
    holds: 'spans of time, negative ones and those beyond a day too',
    spelled: '`1 day 02:00:00`, `-26:00:00`',
  },
  uuid: { holds: 'UUIDs', spelled: 'lower case, with dashes' },
  json: { holds: 'JSON documents', spelled: 'as they are; compared without regard to the order of keys' },
  enum: { holds: 'one of some texts', spelled: 'the text' },
  array: { holds: 'a list of one of the other types', spelled: 'a PostgreSQL array literal: `{1,NULL,3}`' },
  native: {
    holds: 'a type of one system that has no peer',
    spelled: 'as that system spells it; it goes to the same type alone',
  },
};

/** What a cast of each kind does. */
export const castMeanings: Record<CastKind, string> = {
  identity: 'The two types are the same: the text goes as it is, and costs nothing.',
  exact: 'Every value has another name on the other side, and comes back as it was.',
  widening: 'Every value fits, into a larger domain.',
  narrowing: 'A value fits, or its record waits as failed with the reason. None is changed in silence.',
  lossy:
    'Part of some values is dropped (rounded, cut to the day). Two values are equal if one becomes the other.',
};
