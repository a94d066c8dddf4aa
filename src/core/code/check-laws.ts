import fc from 'fast-check';
import type { Row } from '../values/value.ts';
import { filledRow } from './blank-value.ts';
import { rowsOf } from './generate-values.ts';
import { hintsFor } from './law-hints.ts';
import type { Law, LawBreak, LawReport, LawThrow } from './law-report.ts';
import { type Lens, type Trip, takeThereAndBack, type Verdict } from './take-there-and-back.ts';

/** Always the same values, so that a lens that held yesterday holds today. */
const SEED = 20_261_126;
/** Made-up records that are taken there and back at once. */
const BATCH = 100;
/** Records with values that the code names, for each law. */
const MOST_HINTED = 1000;
/** How long a smaller counter-example is looked for. */
const SHRINK_MS = 4000;

export type LawOptions = {
  /** Made-up records for each law. */
  runs?: number | undefined;
  /** Asked between batches; from when it says so on, what was found so far is told. */
  isLate?: () => boolean;
  /** Texts that the code itself names (`lawHints`): tried wherever they fit. */
  hints?: readonly string[];
  /** How many made-up records were taken there and back, of how many. */
  onProgress?: (done: number, of: number) => void;
};

/**
 * Holds a lens to its laws: `backward(forward(x))` is x on the fields that `backward` returns, and
 * `forward(backward(y))` is y. First records that occur, then such whose values are exchanged among each
 * other, as an edit on the other side does; then made-up ones. A counter-example is made smaller as
 * fast-check does (https://fast-check.dev, shrinking), one record at a time. A function that fails on a record is told apart from one that changes it.
 * Rejects as the functions do.
 *
 * @param samples records that occur, of either kind; those of the other kind are made of them
 */
export async function checkLaws(
  lens: Lens,
  samples: Partial<Record<Law, readonly Row[]>>,
  options: LawOptions = {},
): Promise<LawReport> {
  const { runs = 400, isLate = () => false, hints = [], onProgress = () => {} } = options;
  const known = await bothKinds(lens, samples);
  const report: LawReport = { samples: 0, generated: 0, complete: true, broken: [], thrown: [] };
  const laws = (['input', 'output'] as const).filter((law) => lens.held?.[law]?.size !== 0);
  for (const law of laws) {
    const trips = sampleTrips(known, law, lens.passing ?? []);
    report.samples += trips.length;
    note(report, law, 'sample', trips, await takeThereAndBack(lens, law, trips));
  }
  for (const [index, law] of laws.entries()) {
    if (report.broken.some((each) => each.law === law)) continue;
    const hinted = hintedTrips(lens, law, hints);
    report.generated += hinted.length;
    note(report, law, 'generated', hinted, await takeThereAndBack(lens, law, hinted));
    if (report.broken.some((each) => each.law === law)) continue;
    await tryGenerated(lens, law, known, report, {
      runs,
      isLate,
      onProgress: (done) => onProgress(index * runs + done, laws.length * runs),
    });
  }
  return report;
}

/** A record of one side with what it is on the other one, as far as that is known. */
type Pair = Partial<Record<Law, Row>>;

/** The samples, and what the functions make of them on the other side. */
async function bothKinds(lens: Lens, samples: Partial<Record<Law, readonly Row[]>>): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const [there, from, to] of [
    ['forward', 'input', 'output'],
    ['backward', 'output', 'input'],
  ] as const) {
    const rows = samples[from] ?? [];
    const results = rows.length > 0 ? await lens[there](rows) : [];
    for (const [index, row] of rows.entries()) {
      const result = results[index];
      const [made] = result?.kind === 'records' ? result.rows : [];
      const isWhole = made && lens[to].every(({ name }) => Object.hasOwn(made, name));
      pairs.push({ [from]: row, ...(isWhole ? { [to]: made } : {}) });
    }
  }
  return pairs;
}

const otherOf = (law: Law): Law => (law === 'input' ? 'output' : 'input');

/** The samples as they are, then each with one value of the next one, as after an edit on the other side. */
function sampleTrips(pairs: readonly Pair[], law: Law, passing: readonly string[]): Trip[] {
  const trips = pairs.flatMap((pair) => {
    const given = pair[law];
    return given ? [{ given, onto: pair[otherOf(law)] ?? {} }] : [];
  });
  const mixed = trips.flatMap(({ given, onto }, index) => {
    const next = trips[(index + 1) % trips.length]?.given ?? given;
    return Object.keys(given)
      .filter((name) => given[name] !== next[name] && !passing.includes(name))
      .map((name) => ({ given: { ...given, [name]: next[name] ?? null }, onto }));
  });
  const seen = new Set<string>();
  return [...trips, ...mixed].slice(0, 500).filter((trip) => {
    const text = JSON.stringify(trip);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** Plain records, each with one value that the code names. */
function hintedTrips(lens: Lens, law: Law, hints: readonly string[]): Trip[] {
  const plain = filledRow(lens[law], {});
  const onto = filledRow(lens[otherOf(law)], {});
  return lens[law]
    .filter(({ name }) => !lens.passing?.includes(name))
    .flatMap((field) =>
      hintsFor(field, hints).map((text) => ({ given: { ...plain, [field.name]: text }, onto })),
    )
    .slice(0, MOST_HINTED);
}

type GeneratedOptions = { runs: number; isLate: () => boolean; onProgress: (done: number) => void };

async function tryGenerated(
  lens: Lens,
  law: Law,
  known: readonly Pair[],
  report: LawReport,
  { runs, isLate, onProgress }: GeneratedOptions,
): Promise<void> {
  const rows = (kind: Law) =>
    rowsOf(
      lens[kind],
      known.map((pair) => pair[kind]).filter((row) => row !== undefined),
    );
  const trips = fc.record({ given: rows(law), onto: rows(otherOf(law)) });
  // The same values as the search below comes by, but many of them in one run.
  const all = fc.sample(trips, { seed: SEED, numRuns: runs });
  const verdicts = new Map<string, Verdict>();
  let kinds = new Set<Verdict['kind']>();
  let tried = 0;
  for (let at = 0; at < all.length && !kinds.has('changed'); at += BATCH) {
    if (isLate()) {
      report.complete = false;
      break;
    }
    const batch = all.slice(at, at + BATCH);
    const came = await takeThereAndBack(lens, law, batch);
    for (const [index, trip] of batch.entries()) {
      const verdict = came[index];
      if (verdict) verdicts.set(JSON.stringify(trip), verdict);
    }
    kinds = new Set([...kinds, ...came.map(({ kind }) => kind)]);
    tried += batch.length;
    report.generated += batch.length;
    onProgress(at + batch.length);
  }
  // Each record is tried once: what chance makes of it the next time is another thing.
  const verdictOf = async (trip: Trip): Promise<Verdict> => {
    const text = JSON.stringify(trip);
    const found = verdicts.get(text) ?? (await takeThereAndBack(lens, law, [trip]))[0] ?? { kind: 'same' };
    verdicts.set(text, found);
    return found;
  };
  for (const kind of ['changed', 'thrown'] as const) {
    const told = kind === 'thrown' && report.thrown.some((each) => each.law === law);
    if (!kinds.has(kind) || told) continue;
    const isIt = async (each: Trip) => (await verdictOf(each)).kind === kind;
    const first = all.find((each) => verdicts.get(JSON.stringify(each))?.kind === kind);
    const trip = (await smallest(trips, tried, isIt)) ?? first;
    if (trip) note(report, law, 'generated', [trip], [await verdictOf(trip)]);
  }
}

/** The smallest value for which something is so, among those that were tried already and what they shrink to. */
async function smallest(
  trips: fc.Arbitrary<Trip>,
  numRuns: number,
  isSo: (trip: Trip) => Promise<boolean>,
): Promise<Trip | null> {
  const property = fc.asyncProperty(trips, async (trip) => !(await isSo(trip)));
  const { counterexample } = await fc.check<[Trip]>(property, {
    seed: SEED,
    numRuns,
    plugins: [fc.interruptAfterTimeLimit(SHRINK_MS) as fc.Plugin<[Trip]>],
  });
  return counterexample?.[0] ?? null;
}

/** Writes down the first of each kind that there is none of for the law yet. */
function note(
  report: LawReport,
  law: Law,
  from: LawBreak['from'],
  trips: readonly Trip[],
  verdicts: readonly Verdict[],
): void {
  for (const [index, verdict] of verdicts.entries()) {
    const given = trips[index]?.given ?? {};
    if (verdict.kind === 'changed' && !report.broken.some((each) => each.law === law)) {
      const { through, onto, back, fields } = verdict;
      report.broken.push({ law, from, given, through, onto, back, fields });
    }
    if (verdict.kind === 'thrown' && !report.thrown.some((each) => each.law === law)) {
      const { entry, failure } = verdict;
      const thrown: LawThrow = { law, from, given, entry, message: failure.message, line: failure.line };
      report.thrown.push(thrown);
    }
  }
}
