import { createHmac } from 'node:crypto';
import { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import { HeldDecision, PendingRecord } from '#core/ledger/pending-record.ts';
import type { ShownConflict } from '#core/masking/shown-entry.ts';
import { maskConflict } from '../records/mask-entries.ts';
import { maskDetail } from '../records/mask-texts.ts';
import type { Masker } from '../records/masker.ts';

/** A record that is out of line, as lists show it. */
export type HeldRecord = {
  id: string;
  flowId: string;
  flowName: string;
  laneId: string;
  recordKey: string;
  state: PendingRecord['state'];
  code: ErrorCode;
  detail: string;
  remedy: string;
  since: Date;
  attempts: number;
  /** Null when only a person starts it again. */
  nextAttemptAt: Date | null;
  /** Somebody asked for another attempt, and the runner has not taken it up yet. */
  retryAsked: boolean;
  /** What stands on both sides, where it waits for a decision. */
  conflict: ShownConflict | null;
  /** Names what it waits over, so that a decision is over what the person has seen; null where it waits for none. */
  seen: string | null;
  /** A decision that the runner has not taken up yet. */
  decision: Omit<HeldDecision, 'over'> | null;
};

/** `pending_record` as it is stored. */
export type StoredPending = {
  id: string;
  flowId: string;
  flowName: string;
  laneId: string;
  recordKey: string;
  state: string;
  code: string;
  detail: string;
  since: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  retryAt: Date | null;
  body: unknown;
  decision: unknown;
};

/** @param secret 32 bytes of the installation */
export function presentPending(stored: StoredPending, masker: Masker, secret: Buffer): HeldRecord {
  const { id, flowId, flowName, laneId, since, attempts, nextAttemptAt } = stored;
  const code = ErrorCode.catch('INTERNAL').parse(stored.code);
  // What it was over is for the runner: it has values.
  const decision = HeldDecision.omit({ over: true }).safeParse(stored.decision);
  const conflict = conflictOf(stored.body);
  return {
    id,
    flowId,
    flowName,
    laneId,
    recordKey: masker.shownKey(laneId, stored.recordKey),
    state: PendingRecord.shape.state.parse(stored.state),
    code,
    detail: maskDetail(masker, { laneId, code, detail: stored.detail, conflict }),
    remedy: errorPolicy[code].remedy,
    since,
    attempts,
    nextAttemptAt,
    retryAsked: stored.retryAt !== null,
    conflict: maskConflict(masker, laneId, conflict),
    seen: seenConflict(secret, conflict),
    decision: decision.success ? decision.data : null,
  };
}

/** The account of a pending record's conflict, if it has one. */
export function conflictOf(body: unknown): ConflictAccount | null {
  const conflict = typeof body === 'object' && body !== null && 'conflict' in body ? body.conflict : null;
  const parsed = ConflictAccount.safeParse(conflict);
  return parsed.success ? parsed.data : null;
}

/** A short name of what a record waits over; of a keyed digest, so that nobody tries values that are masked until it fits. */
export function seenConflict(secret: Buffer, conflict: ConflictAccount | null): string | null {
  if (!conflict) return null;
  const { left, right, fields } = conflict;
  const waits = fields.map(({ left: name, winner }) => [name, winner]);
  return createHmac('sha256', secret)
    .update('seen conflict ')
    .update(JSON.stringify([left, right, waits]))
    .digest('base64url')
    .slice(0, 16);
}
