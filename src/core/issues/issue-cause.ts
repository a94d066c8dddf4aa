import { z } from 'zod';
import { otherSide } from '../change/change-event.ts';
import { ErrorCode } from '../errors/codes.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerLine } from '../ledger/ledger-line.ts';
import type { PendingRecord } from '../ledger/pending-record.ts';

/**
 * Why records of a lane need somebody: all that fail for one cause are one issue. `failure`: they did not
 * arrive. `decision`: a rule decided conflicts of theirs, which is no fault as long as the rule is right.
 */
export const IssueCause = z.object({
  kind: z.enum(['failure', 'decision']),
  laneId: z.string(),
  code: ErrorCode,
  /** The side that they were on their way to; null where that differs from record to record. */
  to: z.enum(['left', 'right']).nullable(),
  field: z.string().nullable(),
  constraint: z.string().nullable(),
  node: z.string().nullable(),
  /** Of a decision: the rules that decided, as the account names them. */
  rule: z.string().nullable(),
});
export type IssueCause = z.infer<typeof IssueCause>;

/** What stands in no line but for a reason that is nobody's fault. */
const PASSING = new Set<ErrorCode>(['RECONCILING', 'CONFLICT_HELD']);

type Told = Pick<LedgerLine, 'laneId' | 'side' | 'status' | 'code' | 'conflict' | 'place' | 'cause'>;

/**
 * The cause that a line's record needs somebody for; null for a line of what worked, of what a rule leaves
 * out, of what waits for a person by a rule's own word, and of what a person has decided again by a rule.
 */
export function causeOfLine(line: Told): IssueCause | null {
  const { status, code } = line;
  if (code === null) return null;
  if (status === 'resolved') {
    return line.cause === 're-decide' ? null : causeOfDecision(line.laneId, line.conflict);
  }
  const fails =
    status === 'failed' ||
    status === 'parked' ||
    (status === 'held' && !PASSING.has(code)) ||
    (status === 'skipped' && code === 'BREAKER_DISCARDED');
  // What is parked may have been on its way to either side: only its place tells.
  const to = status === 'failed' || status === 'skipped' ? otherSide(line.side) : null;
  return fails ? failureCause(line.laneId, code, line.place ?? null, to) : null;
}

/** The cause that a record is parked for; null for one that is only being looked at, or held by a rule. */
export function causeOfPending({
  laneId,
  state,
  code,
  place,
}: Pick<PendingRecord, 'laneId' | 'state' | 'code' | 'place'>): IssueCause | null {
  return state === 'parked' ? failureCause(laneId, code, place, null) : null;
}

/** The rules that decided a record's conflict, where rules did; null where a person or a merge did. */
export function causeOfDecision(
  laneId: string,
  conflict: LedgerEntry['conflict'] | undefined,
): IssueCause | null {
  const decided = (conflict?.fields ?? []).filter(
    ({ winner, rule, by }) => (winner === 'left' || winner === 'right') && rule !== 'hold' && !by,
  );
  const rules = [...new Set(decided.map(({ rule }) => rule))].sort();
  if (rules.length === 0) return null;
  const winners = new Set(decided.map(({ winner }) => winner));
  const [winner] = winners;
  const to = winners.size > 1 || winner === undefined ? null : winner === 'left' ? 'right' : 'left';
  const nowhere = { field: null, constraint: null, node: null };
  return { kind: 'decision', laneId, code: 'CONFLICT_RESOLVED', to, ...nowhere, rule: rules.join(', ') };
}

/** The text by which one cause is told from another: the same cause has the same text for good. */
export function causeText(cause: IssueCause): string {
  const { kind, laneId, code, to, field, constraint, node, rule } = cause;
  return JSON.stringify([kind, laneId, code, to, field, constraint, node, rule]);
}

function failureCause(
  laneId: string,
  code: ErrorCode,
  place: LedgerLine['place'] | null,
  otherwise: 'left' | 'right' | null,
): IssueCause {
  const { to = otherwise, field = null, constraint = null, node = null } = place ?? {};
  return { kind: 'failure', laneId, code, to, field, constraint, node, rule: null };
}
