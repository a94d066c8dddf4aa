import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';

/** What became of a change. */
export const LedgerStatus = z.enum([
  'applied',
  'unchanged',
  'resolved',
  'held',
  'failed',
  'parked',
  'skipped',
]);
export type LedgerStatus = z.infer<typeof LedgerStatus>;

export const LedgerOp = z.enum(['insert', 'update', 'delete', 'truncate']);
export type LedgerOp = z.infer<typeof LedgerOp>;

export const LedgerCause = z.enum(['live', 'snapshot', 'replay', 'revert', 're-decide', 'repair']);
export type LedgerCause = z.infer<typeof LedgerCause>;

const row = z.record(z.string(), z.string().nullable());

/** A value as each side spells it. */
const bothSides = z.object({ left: z.string().nullable(), right: z.string().nullable() });

/** How one field, or the whole record (`*`), was decided. What later versions added is optional: older lines lack it. */
export const FieldVerdict = z.object({
  left: z.string(),
  right: z.string(),
  /** The rule's kind, e.g. `newest`, or `delete against update`. */
  rule: z.string(),
  winner: z.enum(['left', 'right', 'merged', 'held']),
  /** One sentence that says why. */
  why: z.string(),
  /** Who wins where the rule's times do not tell. */
  tie: z.enum(['left', 'right']).optional(),
  /** The person who decided. */
  by: z.string().optional(),
  /** More than the field's own two values decided: two whole rows, or another record that holds a unique value. */
  scope: z.enum(['row', 'unique']).optional(),
  /** When each side changed the field, microseconds on its own clock; null where that was not seen. */
  times: z.object({ left: z.number().nullable(), right: z.number().nullable() }).optional(),
  /** What both sides agreed on before; null where that was not known, or there was nothing. */
  base: bothSides.nullable().optional(),
  /** What the decision left on both sides; absent while it is held. */
  stands: bothSides.optional(),
  /** What stands until a person decides, where it was decided before. */
  meanwhile: bothSides.optional(),
});
export type FieldVerdict = z.infer<typeof FieldVerdict>;

const clock = z.object({ offset: z.number(), uncertainty: z.number() });

/** How a conflict was decided, or between what a person must decide. */
export const ConflictAccount = z.object({
  /** Agreed values before, by left field name; null where unknown. */
  base: row.nullable(),
  left: row.nullable(),
  right: row.nullable(),
  fields: z.array(FieldVerdict),
  /** The flow's version whose rules decided; the line's own is that of the change. */
  version: z.int().optional(),
  /** Each side's clock against ours, and how sure that was (microseconds). */
  clock: z.object({ left: clock, right: clock }).optional(),
  /** `seq` of the lines whose decisions this one replaces. */
  replaces: z.array(z.string()).optional(),
});
export type ConflictAccount = z.infer<typeof ConflictAccount>;

/** One line of the account: a change and what was decided about it. */
export const LedgerEntry = z.object({
  laneId: z.string(),
  flowId: z.string(),
  version: z.int(),
  /** The side that the change came from. */
  side: z.enum(['left', 'right']),
  position: z.string(),
  ordinal: z.int(),
  /** Microseconds since 1970, on the source's clock; also the partition's time. */
  commitTime: z.number(),
  capturedAt: z.number(),
  appliedAt: z.number(),
  op: LedgerOp,
  status: LedgerStatus,
  code: ErrorCode.nullable(),
  detail: z.string(),
  /** The record's key as JSON array of the left side's key values, see `recordKey`. */
  recordKey: z.string(),
  /** Mapped fields as the side that changed had them, in its own field names. */
  before: row.nullable(),
  after: row.nullable(),
  /** The other side, before and after our write, in its own field names. Null where unknown. */
  targetBefore: row.nullable(),
  targetAfter: row.nullable(),
  /** Names (on the changed side) of the mapped fields that changed. */
  changed: z.array(z.string()),
  cause: LedgerCause,
  conflict: ConflictAccount.nullable(),
  /** The bulk action that wrote it; null for what no bulk action did. */
  operationId: z.string().nullable().default(null),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
