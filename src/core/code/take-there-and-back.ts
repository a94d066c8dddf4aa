import type { CodeFailure, CodeResult } from '../ports/code-runner.ts';
import { sideEquality } from '../values/same-value.ts';
import type { Row, Value } from '../values/value.ts';
import type { CodeField } from './code-field.ts';
import type { Law } from './law-report.ts';

/** A function of a lens over rows in canonical texts: one result per row, in order. */
export type LensFunction = (rows: readonly Row[]) => Promise<readonly CodeResult[]>;

/** A lens, and the fields of its records. */
export type Lens = {
  forward: LensFunction;
  backward: LensFunction;
  input: readonly CodeField[];
  output: readonly CodeField[];
  /** Fields that have to come back, by law: all where it is absent. */
  held?: Partial<Record<Law, ReadonlySet<string>>>;
  /** Fields that find a record: they pass by the code as they are, whatever it makes of them. */
  passing?: readonly string[];
};

/** A record to take there and back, and one of the other side over which its result is laid. */
export type Trip = { given: Row; onto: Row };

/** What became of a record. */
export type Verdict =
  | { kind: 'same' }
  /** Dropped on its way there: it is on one side only, where nothing changes it. */
  | { kind: 'dropped' }
  | { kind: 'changed'; through: Row; onto: Row | null; back: Row | null; fields: string[] }
  | { kind: 'thrown'; entry: 'forward' | 'backward'; failure: CodeFailure };

const ways = {
  input: ['forward', 'backward'],
  output: ['backward', 'forward'],
} as const;

/**
 * Takes records of one kind there and back, in two runs. What the first function leaves out of a record stays
 * as it is on the other side, so its result is laid over a record of that side before it goes back; only
 * fields that the second one returns are compared, in the normal form of their types (E13).
 * Rejects as the functions do.
 */
export async function takeThereAndBack(lens: Lens, law: Law, trips: readonly Trip[]): Promise<Verdict[]> {
  const [there, back] = ways[law];
  const verdicts = new Map<number, Verdict>();
  const under: { index: number; through: Row; onto: Row | null }[] = [];
  const results = await lens[there](trips.map(({ given }) => given));
  for (const [index, trip] of trips.entries()) {
    const arrived = oneRow(results[index], there);
    if (arrived.kind !== 'row') verdicts.set(index, arrived);
    else under.push({ index, ...laidOver(trip, arrived.row, lens.passing ?? []) });
  }
  const returned = under.length > 0 ? await lens[back](under.map(({ through }) => through)) : [];
  const differ = differenceOf(lens, law);
  for (const [at, { index, through, onto }] of under.entries()) {
    const came = oneRow(returned[at], back);
    const given = trips[index]?.given ?? {};
    if (came.kind === 'thrown') verdicts.set(index, came);
    else if (came.kind === 'dropped') {
      verdicts.set(index, { kind: 'changed', through, onto, back: null, fields: Object.keys(given) });
    } else {
      const fields = differ(given, came.row);
      verdicts.set(
        index,
        fields.length === 0 ? { kind: 'same' } : { kind: 'changed', through, onto, back: came.row, fields },
      );
    }
  }
  return trips.map((_, index) => verdicts.get(index) ?? { kind: 'dropped' });
}

type Arrived =
  | { kind: 'row'; row: Row }
  | { kind: 'dropped' }
  | { kind: 'thrown'; entry: 'forward' | 'backward'; failure: CodeFailure };

/** A lens makes one record of one. */
function oneRow(result: CodeResult | undefined, entry: 'forward' | 'backward'): Arrived {
  if (result?.kind === 'failed') return { kind: 'thrown', entry, failure: result.failure };
  if (result?.kind !== 'records') throw new TypeError(`${entry} came to ${result?.kind ?? 'nothing'}.`);
  const [row, second] = result.rows;
  if (!row) return { kind: 'dropped' };
  if (!second) return { kind: 'row', row };
  const message = `${entry} returned ${result.rows.length} records for one: a lens makes one of one.`;
  return {
    kind: 'thrown',
    entry,
    failure: { code: 'CODE_RESULT_INVALID', message, module: null, line: null, column: null },
  };
}

function laidOver(
  { given, onto }: Trip,
  row: Row,
  passing: readonly string[],
): { through: Row; onto: Row | null } {
  const left = Object.keys(onto).filter((name) => !Object.hasOwn(row, name));
  const kept = passing.filter(
    (name) => Object.hasOwn(given, name) && (Object.hasOwn(row, name) || left.includes(name)),
  );
  const through = { ...onto, ...row, ...Object.fromEntries(kept.map((name) => [name, given[name] ?? null])) };
  return { through, onto: left.some((name) => !kept.includes(name)) ? onto : null };
}

/** Names of the fields that came back as other values. */
function differenceOf(lens: Lens, law: Law): (given: Row, back: Row) => string[] {
  const held = lens.held?.[law];
  const fields = lens[law]
    .filter(({ name }) => (!held || held.has(name)) && !lens.passing?.includes(name))
    .map(equalityOf);
  return (given, back) =>
    fields
      .filter(({ name, same }) => Object.hasOwn(back, name) && !same(given[name] ?? null, back[name] ?? null))
      .map(({ name }) => name);
}

/** A field's equality, whatever the spelling of its values. */
function equalityOf({ name, type, nullable }: CodeField): {
  name: string;
  same: (a: Value, b: Value) => boolean;
} {
  const field = { name, type, nullable, nativeType: '', hasDefault: false, readOnly: false, comment: null };
  return { name, same: sideEquality(field) };
}
