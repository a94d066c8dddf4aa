import type { ApiOutput } from '#trpc/api-types.ts';

/** A line of a record's account. */
export type JourneyLine = ApiOutput['record']['journey']['entries'][number];

/** Something that happened on one side of a record, or to both. */
export type TimelineItem = {
  id: string;
  /** Microseconds since 1970. */
  at: number;
  place: 'left' | 'right' | 'both';
  kind: 'changed' | 'wrote' | 'decided' | 'waits' | 'skipped';
  row: JourneyLine;
};

/**
 * A record's account as two columns see it: a line is a change on its own side when it was committed there,
 * and what came of it on the other side when that was written. What came of the changes of both sides together is told
 * once. Oldest first.
 */
export function timelineItems(entries: readonly JourneyLine[]): TimelineItem[] {
  const told = new Set<string>();
  const items = entries.flatMap((row): TimelineItem[] => {
    const other = row.side === 'left' ? 'right' : 'left';
    const own: TimelineItem = {
      id: `${row.seq} own`,
      at: row.happenedAt,
      place: row.side,
      kind: 'changed',
      row,
    };
    const came: TimelineItem | null = cameOf(row, other);
    // What a walk or an operation did was nobody's change on the side that it was taken from.
    const again = came?.place === 'both' && told.has(sameFor(came));
    if (came?.place === 'both') told.add(sameFor(came));
    return [...(row.cause === 'live' ? [own] : []), ...(came && !again ? [came] : [])];
  });
  return items.sort((a, b) => a.at - b.at || Number(a.kind !== 'changed') - Number(b.kind !== 'changed'));
}

/** The same text for what came of the changes of both sides together. */
function sameFor({ kind, at, row: { status, code, detail, conflict, operationId } }: TimelineItem): string {
  return JSON.stringify([kind, at, status, code, detail, conflict?.fields, operationId]);
}

function cameOf(row: JourneyLine, other: 'left' | 'right'): TimelineItem | null {
  const item = { id: `${row.seq} other`, at: row.appliedAt, row };
  switch (row.status) {
    case 'resolved':
      return { ...item, place: 'both', kind: 'decided' };
    case 'held':
    case 'parked':
    case 'failed':
      return { ...item, place: 'both', kind: 'waits' };
    case 'skipped':
      return { ...item, place: other, kind: 'skipped' };
    case 'unchanged':
      return row.cause === 'live' ? null : { ...item, place: other, kind: 'wrote' };
    default:
      return { ...item, place: other, kind: 'wrote' };
  }
}
