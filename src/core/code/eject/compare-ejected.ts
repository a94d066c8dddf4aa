import { otherSide, type Side } from '../../change/change-event.ts';
import { writesTo } from '../../flow/direction.ts';
import type { CodeNode } from '../../flow/flow-graph.ts';
import type { Lane, LaneField } from '../../flow/lane.ts';
import type { CodeFunctions, CodeResult } from '../../ports/code-runner.ts';
import { joinedName, partsOf } from '../../transform/joined-fields.ts';
import { type Equality, sideEquality } from '../../values/same-value.ts';
import type { Field } from '../../values/stream-schema.ts';
import type { Row, Value } from '../../values/value.ts';
import { filledRow } from '../blank-value.ts';
import { pairWays } from './pair-ways.ts';

/** One value that came out otherwise than before. */
export type EjectDifference = {
  /** The side whose record was taken. */
  side: Side;
  /** The record's fields that the value came from. */
  given: Row;
  field: string;
  /** What the mapping makes, and what code does; `refused` where it refuses the record. */
  mapping: Value | { refused: true };
  code: Value | { refused: string };
};

/** How the two forms compare over the records of one side. */
export type EjectComparison = {
  side: Side;
  /** Records that were taken. */
  checked: number;
  /** Of these, those that both refuse. */
  refused: number;
  /** Those that came out otherwise, and the first of them. */
  different: number;
  differences: EjectDifference[];
};

/** Most differences that are told one by one. */
const MOST_TOLD = 5;

/** A lane before and after pairs of it were ejected. */
export type EjectedLanes = {
  before: Lane;
  after: Lane;
  code: CodeNode;
  /** The side on which the code stands. */
  near: Side;
};

/**
 * Takes records through the mapping as it was, and through the code and the mapping as they are now, and
 * compares what would be written, field by field, under each field's equality.
 *
 * @param side whose records these are; with code on the other side they go the way back.
 * @param rows in the fields that the mapping saw before.
 */
export async function compareEjected(
  { before, after, code, near }: EjectedLanes,
  functions: Pick<CodeFunctions, 'run'>,
  side: Side,
  rows: readonly Row[],
): Promise<EjectComparison> {
  const to = otherSide(side);
  const pairs = ejectedPairs(before, after, code);
  const wayBefore = pairWays(before, pairs.before, to);
  const wayAfter = pairWays(after, pairs.after, to);
  const targets = targetsOf(before, pairs.before, to);
  const sames = new Map(targets.map((field) => [field.name, sideEquality(field)]));
  const sources = sourcesOf(pairs.before, side);
  const see = code.form === 'lens' ? 'forward' : 'transform';
  const ejected =
    side === near
      ? (await functions.run(see, rows)).results.map((result) => through(result, wayAfter))
      : await backThrough(rows.map(wayAfter), code, functions);
  const tally: EjectComparison = { side, checked: 0, refused: 0, different: 0, differences: [] };
  for (const [at, row] of rows.entries()) {
    const wanted = accepted(wayBefore(row), targets);
    const came = ejected[at] ?? { refused: 'it gave nothing' };
    const got =
      'refused' in came || accepted(came.row, targets) ? came : { refused: 'null goes where none may' };
    tally.checked++;
    if (wanted === null && 'refused' in got) tally.refused++;
    else compare(tally, row, wanted, got, sames, sources);
  }
  return tally;
}

/** The record, if its side takes it: null where a field must have a value would be refused. */
function accepted(row: Row | null, targets: readonly Field[]): Row | null {
  return row && targets.every(({ name, nullable }) => nullable || row[name] !== null) ? row : null;
}

type Got = { row: Row } | { refused: string };

function compare(
  tally: EjectComparison,
  given: Row,
  wanted: Row | null,
  got: Got,
  sames: ReadonlyMap<string, Equality>,
  sources: ReadonlyMap<string, readonly string[]>,
): void {
  const unlike = [...sames].flatMap(([name, same]): EjectDifference[] => {
    const was = wanted?.[name] ?? null;
    const is = 'row' in got ? got.row[name] : undefined;
    if (wanted !== null && is !== undefined && same(was, is)) return [];
    const mapping = wanted === null ? { refused: true as const } : was;
    const code = 'row' in got ? (is ?? { refused: 'it leaves the field out' }) : got;
    const from = Object.fromEntries((sources.get(name) ?? []).map((each) => [each, given[each] ?? null]));
    return [{ side: tally.side, given: from, field: name, mapping, code: is === null ? null : code }];
  });
  if (unlike.length === 0) return;
  tally.different++;
  for (const each of 'refused' in got || wanted === null ? unlike.slice(0, 1) : unlike) {
    if (tally.differences.length < MOST_TOLD) tally.differences.push(each);
  }
}

/** The pairs at hand in both forms. */
function ejectedPairs(
  before: Lane,
  after: Lane,
  { ejected }: CodeNode,
): Record<'before' | 'after', LaneField[]> {
  if (ejected?.kind !== 'mapping') throw new TypeError('the code was not made of a mapping');
  const named = (lane: Lane, pairs: typeof ejected.pairs, at: 'was' | 'is') =>
    lane.fields.filter((field) => pairs.some((pair) => isPair(field, pair[at])));
  return { before: named(before, ejected.pairs, 'was'), after: named(after, ejected.pairs, 'is') };
}

function isPair(
  field: LaneField,
  pair: {
    left: string;
    right: string;
    also?: { left?: string[] | undefined; right?: string[] | undefined } | undefined;
  },
): boolean {
  const names = (side: Side) => [...(pair[side] === '' ? [] : [pair[side]]), ...(pair.also?.[side] ?? [])];
  return (['left', 'right'] as const).every(
    (side) => field[side] === joinedName(names(side), names(otherSide(side)).join(' + ')),
  );
}

function targetsOf(lane: Lane, pairs: readonly LaneField[], to: Side): Field[] {
  const names = new Set(
    pairs
      .filter((pair) => !pair.through && writesTo(pair.direction, to))
      .flatMap((pair) => partsOf(pair, to)),
  );
  return lane[to].stream.fields.filter(({ name }) => names.has(name));
}

/** The fields that each field's value comes from. */
function sourcesOf(pairs: readonly LaneField[], side: Side): Map<string, string[]> {
  const to = otherSide(side);
  return new Map(
    pairs.flatMap((pair) => partsOf(pair, to).map((name) => [name, partsOf(pair, side)] as const)),
  );
}

function through(result: CodeResult, way: (row: Row) => Row | null): Got {
  const got = onlyRow(result);
  if ('refused' in got) return got;
  const row = way(got.row);
  return row ? { row } : { refused: 'the mapping refuses what it gave' };
}

function onlyRow(result: CodeResult): Got {
  if (result.kind === 'failed') return { refused: result.failure.message };
  const [row] = result.kind === 'records' ? result.rows : [];
  return row ? { row } : { refused: 'it gave no record' };
}

async function backThrough(
  views: readonly (Row | null)[],
  code: CodeNode,
  functions: Pick<CodeFunctions, 'run'>,
): Promise<Got[]> {
  // Of what pairs that stayed write, nothing is known here: what may be there will do.
  const given = views.flatMap((view) => (view === null ? [] : [filledRow(code.fields ?? [], view)]));
  const { results } = await functions.run('backward', given);
  const left = [...results];
  return views.map((view): Got => {
    if (view === null) return { refused: 'the mapping refuses the record' };
    const result = left.shift();
    return result ? onlyRow(result) : { refused: 'it gave nothing' };
  });
}
