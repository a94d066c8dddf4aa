import { z } from 'zod';
import { Rule } from '../flow/flow-graph.ts';
import type { LedgerCause } from '../ledger/ledger-entry.ts';

/** What is to be done to every record of a selection. */
export const BulkAction = z.discriminatedUnion('kind', [
  /** Again through the current version: what the side that a line came from holds now, or what the line says. */
  z.object({ kind: z.literal('replay'), from: z.enum(['source', 'logged']).default('source') }),
  /** Back to the values before, where ours still stand. */
  z.object({ kind: z.literal('revert'), sides: z.enum(['both', 'left', 'right']).default('both') }),
  /** Decides conflicts of the log anew. `fields`: left names; absent for all that were in conflict. */
  z.object({ kind: z.literal('re-decide'), rule: Rule, fields: z.array(z.string()).min(1).optional() }),
  /** Decides records that wait for a person. */
  z.object({ kind: z.literal('resolve'), decision: z.enum(['left', 'right', 'newest']) }),
  /** Nothing more is done about a failure; what comes later is carried as ever. */
  z.object({ kind: z.literal('ignore'), reason: z.string().trim().min(1).max(500) }),
]);
export type BulkAction = z.infer<typeof BulkAction>;

export type BulkActionKind = BulkAction['kind'];

/** What the ledger's lines of an action name as their cause. */
export const causeOfAction: Record<BulkActionKind, LedgerCause> = {
  replay: 'replay',
  revert: 'revert',
  're-decide': 're-decide',
  resolve: 're-decide',
  ignore: 'replay',
};
