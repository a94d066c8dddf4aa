import { z } from 'zod';
import { Drift } from './drift.ts';

const label = z.string();

/** What can be done about a drift, beside ignoring it. */
export const DriftOption = z.discriminatedUnion('kind', [
  /** Adds the pair to the mapping, in a new version. */
  z.object({ kind: z.literal('map'), left: z.string(), right: z.string(), label }),
  /** Lets the pairs of a field go on under its new name, in a new version. */
  z.object({
    kind: z.literal('follow'),
    side: z.enum(['left', 'right']),
    from: z.string(),
    to: z.string(),
    label,
  }),
  /** Removes the pair from the mapping, in a new version. */
  z.object({ kind: z.literal('unmap'), left: z.string(), right: z.string(), label }),
  /**
   * Makes a field: like one of the other side, and maps the two then; or as it was on its own side before.
   * The statements are shown before they run.
   */
  z.object({
    kind: z.literal('create'),
    side: z.enum(['left', 'right']),
    field: z.string(),
    like: z.object({ side: z.enum(['left', 'right']), field: z.string() }),
    label,
  }),
  /** To be run on the system itself; once it was, another proposal or none follows. */
  z.object({ kind: z.literal('sql'), connection: z.string(), sql: z.string(), label }),
]);
export type DriftOption = z.infer<typeof DriftOption>;

/** A drift as people see it: what happened, what the flow does about it by itself, and what they can do. */
export const Proposal = z.object({
  drift: Drift,
  /** `stopped`: the lane waits; `suspended`: one pair waits; `warning`: something may go wrong; `info`: all goes on. */
  severity: z.enum(['stopped', 'suspended', 'warning', 'info']),
  title: z.string(),
  detail: z.string(),
  /** Best first. */
  options: z.array(DriftOption),
});
export type Proposal = z.infer<typeof Proposal>;

/** A proposal about one lane, with the key of its drift. */
export type LaneProposal = Proposal & { laneId: string; key: string };
