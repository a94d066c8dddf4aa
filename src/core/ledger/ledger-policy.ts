import { z } from 'zod';

/**
 * What a line of the ledger holds of a record's values: all of them, those of the fields that changed, or digests
 * alone, by which equal values can still be told, and nothing else.
 */
export const PayloadPolicy = z.enum(['full', 'changed', 'digests']);
export type PayloadPolicy = z.infer<typeof PayloadPolicy>;

/**
 * How long lines are kept and what they hold. It is a setting beside the flow and no part of its graph: it says
 * nothing about what is carried, takes effect at once without a new version, and holds for lines of every version.
 */
export const LedgerPolicy = z.object({
  /** Days, counted from the source's commit; 0 is for ever. */
  keepDays: z.int().min(0).max(36_500),
  payload: PayloadPolicy,
});
export type LedgerPolicy = z.infer<typeof LedgerPolicy>;

/** What a flow, or a workspace, says for itself; null where it says nothing. */
export const OwnLedgerPolicy = z.object({
  keepDays: LedgerPolicy.shape.keepDays.nullable(),
  payload: PayloadPolicy.nullable(),
});
export type OwnLedgerPolicy = z.infer<typeof OwnLedgerPolicy>;

/** Where neither the flow nor its workspace says anything: nothing is removed, nothing is left out. */
export const defaultLedgerPolicy: LedgerPolicy = { keepDays: 0, payload: 'full' };

export const noOwnPolicy: OwnLedgerPolicy = { keepDays: null, payload: null };

/** What holds for a flow. */
export function effectivePolicy(flow: OwnLedgerPolicy, workspace: OwnLedgerPolicy): LedgerPolicy {
  return {
    keepDays: flow.keepDays ?? workspace.keepDays ?? defaultLedgerPolicy.keepDays,
    payload: flow.payload ?? workspace.payload ?? defaultLedgerPolicy.payload,
  };
}

/** How long lines are kept, e.g. `90 days`. @param days 0 is for ever */
export function keepWords(days: number): string {
  return days === 0 ? 'for ever' : days === 1 ? '1 day' : `${days} days`;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Lines committed before this moment are removed; null where they are kept for ever. A whole minute, in UTC. */
export function retentionCutoff(keepDays: number, now: Date): Date | null {
  if (keepDays === 0) return null;
  return new Date(Math.floor((now.getTime() - keepDays * DAY) / MINUTE) * MINUTE);
}
