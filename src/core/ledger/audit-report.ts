import { z } from 'zod';

/** Where a lane's chain stood at a moment: kept elsewhere, it proves later that the ledger goes on from there. */
export const ChainHead = z.object({ laneId: z.string(), number: z.int(), hash: z.string() });
export type ChainHead = z.infer<typeof ChainHead>;

/** A file with the heads of a workspace's chains. */
export const LedgerAnchor = z.object({
  format: z.literal('syncline-ledger-anchor/1'),
  workspace: z.string(),
  /** Microseconds since 1970. */
  at: z.number(),
  lanes: z.array(ChainHead),
});
export type LedgerAnchor = z.infer<typeof LedgerAnchor>;

/** What is not as it was written. */
export const AuditFault = z.enum([
  'line-changed',
  'line-removed',
  'line-inserted',
  'block-changed',
  'block-removed',
  'block-forged',
  'chain-cut',
  'shape-changed',
  'anchor-missed',
]);
export type AuditFault = z.infer<typeof AuditFault>;

export const AuditFinding = z.object({
  laneId: z.string(),
  fault: AuditFault,
  /** The block of the lane's chain; null where it is about none. */
  block: z.int().nullable(),
  /** When that was written, microseconds since 1970. */
  at: z.number().nullable(),
  /** The line's `seq`; null where a whole block is concerned. */
  seq: z.string().nullable(),
  /** Of a line that is there; null otherwise. */
  recordKey: z.string().nullable(),
  detail: z.string(),
});
export type AuditFinding = z.infer<typeof AuditFinding>;

/** Lines that retention or a person removed, as the chain tells. */
export const AuditRemoval = z.object({
  at: z.number(),
  by: z.string(),
  reason: z.string(),
  lines: z.int(),
});
export type AuditRemoval = z.infer<typeof AuditRemoval>;

export const LaneAudit = z.object({
  laneId: z.string(),
  blocks: z.int(),
  /** Lines that the chain proves, and those from before it began. */
  lines: z.int(),
  earlier: z.int(),
  /** Lines that were settled, or written again, since they were first written. */
  superseded: z.int(),
  removals: z.array(AuditRemoval),
  head: ChainHead,
});
export type LaneAudit = z.infer<typeof LaneAudit>;

/** What recomputing the ledger's chains from its stored lines came to. */
export const AuditReport = z.object({
  holds: z.boolean(),
  lanes: z.array(LaneAudit),
  /** The first of them. */
  findings: z.array(AuditFinding),
  found: z.int(),
  /** Of the anchor that it was compared with. */
  anchoredAt: z.number().nullable(),
  at: z.number(),
});
export type AuditReport = z.infer<typeof AuditReport>;
