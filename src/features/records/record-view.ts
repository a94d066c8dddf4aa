import { createParser, parseAsString, parseAsStringLiteral } from 'nuqs';
import { momentOf } from '#core/lineage/moment-of.ts';
import { microsToIso } from '#lib/micros.ts';

/** A moment in microseconds since 1970, as ISO 8601: `2026-11-22T10:00:00.123456Z`. */
const parseAsMoment = createParser<number>({
  parse: (text) => {
    const moment = momentOf(text);
    return Number.isNaN(moment) ? null : moment;
  },
  serialize: microsToIso,
});

/** What the record's page shows, as its address holds it. */
export const recordViewParams = {
  /** The account as one list, or both sides in two columns. */
  view: parseAsStringLiteral(['list', 'sides'] as const).withDefault('list'),
  /** Both sides as of this moment; absent: now. */
  at: parseAsMoment,
  /** The field whose value is asked about: `left.email`. */
  why: parseAsString,
};

/** The field that an address asks about; null for none, or one that is none. */
export function placeAsked(why: string | null): { side: 'left' | 'right'; field: string } | null {
  const match = /^(left|right)\.(.+)$/s.exec(why ?? '');
  return match ? { side: match[1] as 'left' | 'right', field: match[2] as string } : null;
}
