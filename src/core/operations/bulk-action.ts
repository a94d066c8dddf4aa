import { z } from 'zod';
import { Deletes, Rule } from '../flow/flow-graph.ts';
import type { LedgerCause } from '../ledger/ledger-entry.ts';

/**
 * Decides conflicts of the log anew, field by field as each was decided; what no rule is given for stays
 * as it was decided.
 */
export const ReDecide = z
  .object({
    kind: z.literal('re-decide'),
    /** For every field that was in conflict and that `fields` does not name. */
    rule: Rule.optional(),
    /** Rules of single fields, by left name. */
    fields: z.record(z.string(), Rule).optional(),
    /** For records that one side deleted and the other changed. */
    deletes: Deletes.shape.againstUpdate.unwrap().optional(),
  })
  .refine(({ rule, fields, deletes }) => rule ?? deletes ?? Object.keys(fields ?? {}).length > 0, {
    message: 'a rule, for all fields, for some, or for deletes',
  });
export type ReDecide = z.infer<typeof ReDecide>;

/** One decision for records that wait over the same: a side per field, by left name, or whether the record stays. */
const OneDecision = z.object({
  fields: z.record(z.string(), z.enum(['left', 'right'])),
  record: z.enum(['keep', 'delete']).nullable(),
});

/** Brings in line what a verify found: by the lane's rules, or as one side has it. */
export const Repair = z.object({
  kind: z.literal('repair'),
  by: z.enum(['rules', 'left', 'right']).default('rules'),
});
export type Repair = z.infer<typeof Repair>;

/** What is to be done to every record of a selection. */
export const BulkAction = z.discriminatedUnion('kind', [
  /** Again through the current version: what the side that a line came from holds now, or what the line says. */
  z.object({ kind: z.literal('replay'), from: z.enum(['source', 'logged']).default('source') }),
  /** Back to the values before, where ours still stand. */
  z.object({ kind: z.literal('revert'), sides: z.enum(['both', 'left', 'right']).default('both') }),
  ReDecide,
  /** Decides records that wait for a person. */
  z.object({
    kind: z.literal('resolve'),
    decision: z.union([z.enum(['left', 'right', 'newest']), OneDecision]),
  }),
  Repair,
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
  repair: 'repair',
  ignore: 'replay',
};
