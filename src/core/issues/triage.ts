import { z } from 'zod';
import type { IssueEventKind, IssueState } from './issue.ts';

const reason = z.string().trim().min(1).max(500);

/** What a person does about an issue. */
export const Triage = z.union([
  /** Null: nobody looks after it any more. */
  z.object({ kind: z.literal('assign'), userId: z.string().nullable() }),
  /** Until a time (ISO 8601), or until it has come up so many times more. */
  z.object({ kind: z.literal('snooze'), until: z.iso.datetime({ offset: true }) }),
  z.object({ kind: z.literal('snooze'), times: z.int().min(1).max(1_000_000_000) }),
  z.object({ kind: z.literal('ignore'), reason }),
  z.object({ kind: z.literal('resolve') }),
  z.object({ kind: z.literal('reopen') }),
  z.object({ kind: z.literal('note'), text: z.string().trim().min(1).max(4_000) }),
]);
export type Triage = z.infer<typeof Triage>;

/** How an issue stands after it; null for what leaves that alone. */
export function stateAfter(triage: Triage): IssueState | null {
  switch (triage.kind) {
    case 'snooze':
      return 'snoozed';
    case 'ignore':
      return 'ignored';
    case 'resolve':
      return 'resolved';
    case 'reopen':
      return 'open';
    default:
      return null;
  }
}

export const triageEvents: Record<Triage['kind'], IssueEventKind> = {
  assign: 'assigned',
  snooze: 'snoozed',
  ignore: 'ignored',
  resolve: 'resolved',
  reopen: 'reopened',
  note: 'noted',
};
