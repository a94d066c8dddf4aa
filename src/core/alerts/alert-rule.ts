import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { FigureName } from '../figures/figure.ts';

/** How bad it is, worst first. */
export const Severity = z.enum(['critical', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

/** What must be so for an alert. */
export const AlertCondition = z.discriminatedUnion('kind', [
  /** A figure is above or below a threshold. */
  z.object({
    kind: z.literal('figure'),
    figure: FigureName,
    comparison: z.enum(['above', 'below']),
    threshold: z.number(),
    /** It is well again only on the other side of this value; null means of the threshold itself. */
    clearAt: z.number().nullable().default(null),
    /** The window that the figure tells of. */
    minutes: z.int().min(1).max(1_440).default(5),
  }),
  /** An issue (failures of one cause) is new, or came back, within so many minutes. */
  z.object({ kind: z.literal('issue'), minutes: z.int().min(1).max(1_440).default(60) }),
  /** At least so many records failed with one code within so many minutes. */
  z.object({
    kind: z.literal('failures'),
    /** Null means each code by itself. */
    code: ErrorCode.nullable().default(null),
    count: z.int().min(1).max(1_000_000),
    minutes: z.int().min(1).max(1_440),
  }),
  /** A record is held for a person for longer than this. */
  z.object({ kind: z.literal('hold'), minutes: z.int().min(0).max(43_200) }),
  /** A breaker stopped a lane. */
  z.object({ kind: z.literal('breaker') }),
  /** A stream changed and nobody has decided on it. */
  z.object({
    kind: z.literal('drift'),
    /** Only where something is not carried for it. */
    stoppingOnly: z.boolean().default(true),
  }),
  /** A flow does not run: it fails, or somebody paused it. */
  z.object({ kind: z.literal('flow'), state: z.enum(['failing', 'paused']) }),
  /** The last comparison of both sides found records that differ. */
  z.object({ kind: z.literal('verify') }),
  /** Fewer runners are alive than there should be. */
  z.object({ kind: z.literal('runner'), atLeast: z.int().min(1).max(1_000).default(1) }),
]);
export type AlertCondition = z.infer<typeof AlertCondition>;

/** Everything of a rule but its name and whom it concerns, which are ids in the store and names in a file. */
export const AlertRuleBody = z.object({
  condition: AlertCondition,
  /** It must be so for this long before anybody is told. */
  forSeconds: z.int().min(0).max(86_400).default(0),
  /** It must be well for this long before it counts as resolved. */
  clearSeconds: z.int().min(0).max(86_400).default(60),
  severity: Severity,
  /** Told with the alert: what to do, or whom to ask. */
  message: z.string().max(2_000).default(''),
  /** While it goes on and nobody has acknowledged it, it is told again this often; null means once. */
  remindMinutes: z.int().min(5).max(10_080).nullable().default(null),
});
export type AlertRuleBody = z.infer<typeof AlertRuleBody>;

/** Which flow and lane a rule watches: null means each one of the workspace. */
export const AlertScope = z.object({ flowId: z.string().nullable(), laneId: z.string().nullable() });
export type AlertScope = z.infer<typeof AlertScope>;

/** A rule as the evaluator has it. */
export type AlertRule = AlertRuleBody & AlertScope & { id: string; name: string };

export const AlertName = z
  .string()
  .trim()
  .min(1, 'A name is missing.')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'A name has one line.');
