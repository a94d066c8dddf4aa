import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { IssueCause } from './issue-cause.ts';

/**
 * How an issue stands: `snoozed` until a time or until it has so many lines, `ignored` for good (another cause
 * is another issue), `resolved` until it is seen again.
 */
export const IssueState = z.enum(['open', 'snoozed', 'ignored', 'resolved']);
export type IssueState = z.infer<typeof IssueState>;

/** An issue as it stands. Times are ISO 8601 in UTC. */
export const Issue = IssueCause.extend({
  id: z.string(),
  flowId: z.string(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** Lines of the ledger that are in it, and records that they are of or that are out of line. */
  lines: z.int(),
  records: z.int(),
  /** Records that are out of line for it now. */
  openRecords: z.int(),
  /** The record that was seen in it last; null once no line of it is kept any more. */
  sample: z.object({ recordKey: z.string(), detail: z.string() }).nullable(),
  state: IssueState,
  /** Who brought it there; null where it came there by itself. */
  stateBy: z.string().nullable(),
  stateAt: z.string(),
  reason: z.string().nullable(),
  snoozedUntil: z.string().nullable(),
  snoozedLines: z.int().nullable(),
  resolvedAt: z.string().nullable(),
  /** When it came back after it was resolved or asleep. */
  returnedAt: z.string().nullable(),
  assigneeId: z.string().nullable(),
});
export type Issue = z.infer<typeof Issue>;

/** Which issues; every part narrows. The same filter serves the page and the command. */
export const IssueFilter = z.object({
  flowId: z.string().optional(),
  laneId: z.string().optional(),
  kind: z.enum(['failure', 'decision']).optional(),
  state: z.array(IssueState).optional(),
  code: z.array(ErrorCode).optional(),
  /** A user's id; `nobody` for what nobody looks after. */
  assigneeId: z.string().optional(),
  /** Found in the code, the field, the constraint or the rule. */
  text: z.string().trim().max(200).optional(),
});
export type IssueFilter = z.infer<typeof IssueFilter>;

export const IssueSort = z.enum(['recent', 'open', 'records', 'first']);
export type IssueSort = z.infer<typeof IssueSort>;

/** What happened to an issue. */
export type IssueEvent = { at: string; actor: string | null; kind: IssueEventKind; text: string };
export type IssueEventKind =
  | 'seen'
  | 'returned'
  | 'recovered'
  | 'assigned'
  | 'snoozed'
  | 'ignored'
  | 'resolved'
  | 'reopened'
  | 'noted';
