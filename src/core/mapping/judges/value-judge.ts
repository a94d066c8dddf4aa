import type { FieldProfile, ValueFormat } from '../field-profile.ts';
import type { StreamSide } from '../stream-side.ts';
import type { Evidence } from '../suggestion.ts';
import type { Judge } from './judge.ts';

/** Log-odds of a pair whose many different values are all the same. Numbers and flags are alike by chance. */
const sameValues: Record<ValueFormat | 'text', number> = {
  text: 9,
  'e-mail address': 9,
  URL: 9,
  UUID: 9,
  'phone number': 8,
  'IP address': 6,
  'date and time': 6,
  number: 3,
  date: 1.5,
  'whole number': 1,
  'country code': 1,
  'currency code': 1,
  'yes or no': 0.2,
};

/** Forms that hold the same values in another spelling, or one within the other. */
const near: [ValueFormat, ValueFormat][] = [
  ['date', 'date and time'],
  ['whole number', 'number'],
  ['whole number', 'yes or no'],
  ['whole number', 'phone number'],
];

/** Fewer values than this tell nothing. */
const least = 5;

/** What samples of the values say: how many are the same, and whether their forms, lengths and ranges fit. */
export function valueJudge(left: StreamSide, right: StreamSide): Judge {
  const shared = sharedValues(left, right);
  const told = new Map<number, Evidence | null>();
  const tell = (i: number, j: number): Evidence | null => {
    const [one, other] = [left.fields[i]?.profile, right.fields[j]?.profile];
    if (!one || !other) return null;
    const key = i * right.fields.length + j;
    const known = told.get(key);
    if (known !== undefined) return known;
    const found = compare(one, other, shared(i, j));
    told.set(key, found);
    return found;
  };
  return { weigh: (i, j) => tell(i, j)?.weight ?? 0, tell };
}

/** How many different values two fields have in common, by way of an index of the right side's values. */
function sharedValues(left: StreamSide, right: StreamSide): (i: number, j: number) => number {
  const holders = new Map<string, number[]>();
  right.fields.forEach(({ profile }, j) => {
    for (const value of profile?.values ?? []) {
      const known = holders.get(value);
      if (known) known.push(j);
      else holders.set(value, [j]);
    }
  });
  const rows = new Map<number, Uint32Array>();
  return (i, j) => {
    let row = rows.get(i);
    if (!row) {
      row = new Uint32Array(right.fields.length);
      for (const value of left.fields[i]?.profile?.values ?? []) {
        for (const holder of holders.get(value) ?? []) row[holder] = (row[holder] as number) + 1;
      }
      rows.set(i, row);
    }
    return row[j] as number;
  };
}

function compare(one: FieldProfile, other: FieldProfile, same: number): Evidence | null {
  if (one.rows - one.empty < least || other.rows - other.empty < least) return null;
  const found = [compareValues(one, other, same), ...compareForms(one, other)].filter(
    (each) => each !== null,
  );
  if (found.length === 0) return null;
  const weight = found.reduce((sum, each) => sum + each.weight, 0);
  return { kind: 'values', weight, text: found.map(({ text }) => text).join(', ') };
}

type Told = { weight: number; text: string };

function compareValues(one: FieldProfile, other: FieldProfile, same: number): Told | null {
  const fewer = Math.min(one.values.size, other.values.size);
  const share = same / fewer;
  const text = `${Math.round(share * 100)} % of ${fewer.toLocaleString('en')} distinct values are the same`;
  const strength = sameValues[one.format === other.format ? (one.format ?? 'text') : 'text'];
  if (share >= 0.05) {
    // A handful of values may be the same by chance, a hundred hardly.
    return { weight: strength * share * Math.min(1, Math.log2(fewer + 1) / 7), text };
  }
  // Codes of one thing are mostly the same; two samples of many names may well have none in common.
  const codes = [one, other].every(({ values, rows, empty }) => values.size * 5 <= rows - empty);
  if (strength < 3 || (!codes && fewer < 50)) return null;
  return { weight: codes ? -1 : -0.5, text: 'no values in common' };
}

function compareForms(one: FieldProfile, other: FieldProfile): Told[] {
  const told: Told[] = [];
  if (one.format && one.format === other.format) {
    told.push({ weight: 0.4, text: `both hold ${article(one.format)}` });
  } else if (one.format && other.format && !isNear(one.format, other.format)) {
    told.push({ weight: -2.5, text: `one holds ${article(one.format)}, the other ${article(other.format)}` });
  } else if (!one.format !== !other.format) {
    const format = (one.format ?? other.format) as ValueFormat;
    told.push({ weight: -1, text: `only one holds ${article(format)}` });
  } else if (!one.format && Math.max(one.length, other.length) > 4 * Math.min(one.length, other.length)) {
    told.push({ weight: -0.7, text: 'one is much longer' });
  }
  if (one.range && other.range && (one.range.max < other.range.min || other.range.max < one.range.min)) {
    told.push({ weight: -0.7, text: 'the ranges do not meet' });
  }
  if (isUnique(one) !== isUnique(other) && Math.min(variety(one), variety(other)) < 0.5) {
    told.push({ weight: -0.8, text: 'one repeats its values, the other does not' });
  }
  if (Math.abs(one.empty / one.rows - other.empty / other.rows) > 0.6) {
    told.push({ weight: -0.3, text: 'one is mostly empty' });
  }
  return told;
}

function isNear(one: ValueFormat, other: ValueFormat): boolean {
  return near.some((pair) => pair.includes(one) && pair.includes(other));
}

function variety({ values, rows, empty }: FieldProfile): number {
  return values.size / (rows - empty);
}

function isUnique(profile: FieldProfile): boolean {
  return profile.rows - profile.empty >= 50 && variety(profile) > 0.98;
}

function article(format: ValueFormat): string {
  if (format === 'yes or no') return 'yes or no';
  const plural = format === 'e-mail address' || format === 'IP address' ? `${format}es` : `${format}s`;
  return format === 'date and time' ? 'dates and times' : plural;
}
