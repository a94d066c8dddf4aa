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

/** @param lines under the key and the earlier ones */
export function lifeOf(recordKey: string, lines: readonly LedgerRow[], renames: readonly Rename[]): Life {
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
    for (let key = recordKey; ; ) {
      const came = into(key, until, followed);
      const since = came?.line.appliedAt ?? Number.NEGATIVE_INFINITY;
      const touching = renames.flatMap((each) => (each === came ? [] : onKey(each, key)));
      const under = [...(byKey.get(key) ?? []), ...touching];
      life.push(...under.filter(({ appliedAt }) => appliedAt >= since && appliedAt < until));
      if (!came) return life;
      life.push(came.line);
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

/** What a rename that is not followed says of the records of a key. */
function onKey({ from, to, carried, line }: Rename, key: string): LedgerRow[] {
  // What is told of the other side is about the record under which the line stands.
  const own: LedgerRow =
    line.recordKey === key ? line : { ...line, status: 'held', targetBefore: null, targetAfter: null };
  if (key === to) return [carried ? line : { ...own, op: 'insert', before: null }];
  if (key !== from) return [];
  const end = { op: 'delete' as const, after: null, conflict: null };
  // Once the new key is on both sides, the old one is on neither, but where lines of its own tell otherwise.
  const left = line.recordKey === to && settled.has(line.status);
  return [left ? { ...line, ...end, status: 'applied', targetAfter: null } : { ...own, ...end }];
}
