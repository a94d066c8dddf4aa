import { otherSide, type Side } from '../change/change-event.ts';
import type { Row } from '../values/value.ts';
import type { PlanLine } from './plan-line.ts';

/** What a line did to one side: the row before and after it, and which of its fields it changed. */
export type Span = {
  before: Row | null;
  after: Row | null;
  names: string[];
  /** Those of the names of which nobody knows what stood there before, or whether it was something else. */
  lacks?: string[];
};

const carried = new Set(['applied', 'unchanged', 'resolved']);

/** Was what the line tells of carried to the other side? */
export function isCarried({ status }: Pick<PlanLine, 'status'>): boolean {
  return carried.has(status);
}

/** What the change that a line tells of did to the side that it came from; null where it changed nothing there, `unknown` where the line does not hold it. */
export function sourceSpan({
  cause,
  op,
  before,
  after,
  changed,
  operationId,
}: PlanLine): Span | 'unknown' | null {
  // The log told no old row, or its key alone.
  if (cause === 'live' && op === 'update' && !holdsOf(before, after)) return 'unknown';
  if (cause === 'live') return { before, after, names: changed };
  // The line of a first meeting or of a repair holds an old row of that side only where the side was written.
  const span = before || operationId ? spanOf(before, after) : null;
  return span && span.names.length > 0 ? span : null;
}

/** What was written to the other side; null where nothing was, `unknown` where the line does not hold it. */
export function targetSpan(line: PlanLine): Span | 'unknown' | null {
  const { status, op, targetBefore, targetAfter } = line;
  if (!isCarried(line)) return null;
  if (line.recalled) return recalledSpan(targetBefore, targetAfter);
  if (!targetBefore && !targetAfter) return op === 'truncate' || status === 'applied' ? 'unknown' : null;
  if (op === 'update' && status !== 'resolved' && !holdsOf(targetBefore, targetAfter)) return 'unknown';
  const span = spanOf(targetBefore, targetAfter);
  return span.names.length > 0 ? span : null;
}

/** The side of a line's span. */
export function sideOf(line: PlanLine, end: 'source' | 'target'): Side {
  return end === 'source' ? line.side : otherSide(line.side);
}

/** An old row that was worked out may lack fields. */
function recalledSpan(before: Row | null, after: Row | null): Span | null {
  const span = spanOf(before, after);
  const lacks = before && after ? Object.keys(after).filter((name) => !(name in before)) : [];
  const names = [...span.names, ...lacks];
  return names.length > 0 ? { ...span, names, lacks } : null;
}

/** Is there an old row, with all that the new one tells? */
export function holdsOf(before: Row | null, after: Row | null): boolean {
  return before !== null && Object.keys(after ?? {}).every((name) => name in before);
}

function spanOf(before: Row | null, after: Row | null): Span {
  const names = Object.keys(after ?? before ?? {});
  return {
    before,
    after,
    names: before && after ? names.filter((name) => name in before && before[name] !== after[name]) : names,
  };
}
