import { comparePlaces } from '../change/position.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';

/** That a record got another key, by the line that tells of it. */
export type Rename = {
  from: string;
  to: string;
  /** The flow gave the record its new key on the other side as well; else each key had a course of its own from then on. */
  carried: boolean;
  line: LedgerRow;
};

/** The lines of what has a key now. */
export type Life = {
  /** What tells both sides at a moment: under its key since it got it, and before that under the keys that it had. */
  lines: LedgerRow[];
  /** What tells where its values come from: also where the other side did not follow it to its key. */
  roots: LedgerRow[];
  /** When it got its key, by the settlement; null where it is not known to have had another one. */
  began: number | null;
};

/**
 * @param lines under the key and the earlier ones
 * @param carriesDeletes was what went on the line's side to go on the other one too?
 */
export function lifeOf(
  recordKey: string,
  lines: readonly LedgerRow[],
  renames: readonly Rename[],
  carriesDeletes: (line: LedgerRow) => boolean = () => true,
): Life {
  const told = new Set(renames.map(({ line }) => line.seq));
  const byKey = Map.groupBy(
    lines.filter(({ seq }) => !told.has(seq)),
    (line) => line.recordKey,
  );
  const into = (key: string, until: number, followed: (rename: Rename) => boolean) =>
    renames
      .filter((each) => each.to === key && each.line.appliedAt < until && followed(each))
      .reduce<Rename | null>(
        (last, each) => (last && last.line.appliedAt > each.line.appliedAt ? last : each),
        null,
      );
  const walk = (followed: (rename: Rename) => boolean): LedgerRow[] => {
    const life: LedgerRow[] = [];
    let until = Number.POSITIVE_INFINITY;
    let left: Rename | null = null;
    for (let key = recordKey; ; ) {
      const came = into(key, until, followed);
      const since = came?.line.appliedAt ?? Number.NEGATIVE_INFINITY;
      const others = renames.filter((each) => each !== came);
      const under = [...(byKey.get(key) ?? []), ...others.filter(({ to }) => to === key).map(comes)];
      under.push(
        ...others.filter(({ from }) => from === key).map((each) => goes(each, under, carriesDeletes)),
      );
      const within = under.filter(({ appliedAt }) => appliedAt >= since && appliedAt < until);
      life.push(...within.filter((each) => !left || isBefore(each, left)));
      if (!came) return life;
      life.push(came.line);
      left = came;
      until = since;
      key = came.from;
    }
  };
  const carried = ({ carried }: Rename) => carried;
  return {
    lines: walk(carried),
    roots: walk(() => true),
    began: into(recordKey, Number.POSITIVE_INFINITY, carried)?.line.appliedAt ?? null,
  };
}

const settled: ReadonlySet<LedgerRow['status']> = new Set(['applied', 'unchanged', 'resolved']);

/** Is a line under the old key about the record that left it? What was on its way when that did not go straight through is not. */
function isBefore(each: LedgerRow, { carried, line }: Rename): boolean {
  if (carried || each.appliedAt < line.capturedAt) return true;
  return each.cause === 'live' && each.side === line.side && comparePlaces(each, line) < 0;
}

/** What a rename that is not followed says of the record that it makes. */
function comes({ to, carried, line }: Rename): LedgerRow {
  return carried ? line : { ...aboutKey(line, to), op: 'insert', before: null };
}

/** What a rename says of the record that it ends. @param under what else is told under its key */
function goes(
  { from, to, carried, line }: Rename,
  under: readonly LedgerRow[],
  carriesDeletes: (line: LedgerRow) => boolean,
): LedgerRow {
  const end = { op: 'delete' as const, after: null, conflict: null };
  const isSettled = line.recordKey === to && settled.has(line.status);
  // Once the new key is on both sides, the old one is on neither.
  if (carried && isSettled) return { ...line, ...end, status: 'applied', targetAfter: null };
  // Else both keys were settled by themselves: lines of the old one tell, which were on their way at that time.
  const told = under.filter(
    ({ appliedAt, capturedAt }) => appliedAt >= line.capturedAt && capturedAt <= line.appliedAt,
  );
  if (isSettled && told.length === 0 && carriesDeletes(line)) {
    return { ...line, ...end, status: 'applied', targetBefore: null, targetAfter: null };
  }
  // As far as this key goes it was settled with them, and before what its side did later.
  const later = under.filter(
    (each) => each.cause === 'live' && each.side === line.side && comparePlaces(each, line) > 0,
  );
  const appliedAt = Math.min(line.appliedAt, ...[...told, ...later].map((each) => each.appliedAt));
  return { ...aboutKey(line, from), ...end, appliedAt };
}

/** What is told of the other side is about the record under which the line stands. */
function aboutKey(line: LedgerRow, key: string): LedgerRow {
  return line.recordKey === key ? line : { ...line, status: 'held', targetBefore: null, targetAfter: null };
}
