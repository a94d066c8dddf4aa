import { comparePlaces } from '../change/position.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';

/** What is needed of a line to tell its place among the others of its record. */
type Placed = Pick<LedgerRow, 'side' | 'cause' | 'commitTime' | 'appliedAt' | 'position' | 'ordinal' | 'seq'>;

/**
 * Lines by the settlements that they came to, in the order of these: a record's next change is not settled before the
 * one that it came after. Within one settlement the changes of a side are in the order of its log, whatever its clock
 * did; those of the two sides are told apart by their clocks alone.
 */
export function settlements<Line extends Placed>(lines: readonly Line[]): Line[][] {
  const groups = Map.groupBy(lines, ({ appliedAt }) => appliedAt);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => inLogOrder(group.toSorted((a, b) => a.commitTime - b.commitTime || bySeq(a, b))));
}

function bySeq(a: Placed, b: Placed): number {
  return BigInt(a.seq) < BigInt(b.seq) ? -1 : 1;
}

/** Each side's changes take the places that its changes have, in the order of its log. */
function inLogOrder<Line extends Placed>(lines: Line[]): Line[] {
  const queues = { left: [] as Line[], right: [] as Line[] };
  for (const line of lines) if (line.cause === 'live') queues[line.side].push(line);
  queues.left.sort(comparePlaces);
  queues.right.sort(comparePlaces);
  return lines.map((line) => (line.cause === 'live' ? (queues[line.side].shift() ?? line) : line));
}
