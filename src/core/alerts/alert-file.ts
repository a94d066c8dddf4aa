import { z } from 'zod';
import { AlertName, AlertRuleBody } from './alert-rule.ts';

/** A rule as a file holds it: flows and channels by name. */
export const AlertFileRule = AlertRuleBody.extend({
  name: AlertName,
  enabled: z.boolean().default(true),
  /** Null means every flow. */
  flow: z.string().nullable().default(null),
  /** The id of the lane within its flow; null means each lane. */
  lane: z.string().nullable().default(null),
  channels: z.array(z.string()).default([]),
});
export type AlertFileRule = z.infer<typeof AlertFileRule>;

/** The rules of a workspace, as a repository keeps them. Channels are not in it: they hold secrets. */
export const AlertFile = z.object({
  formatVersion: z.literal(1),
  rules: z
    .array(AlertFileRule)
    .refine(
      (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
      'Two rules have the same name.',
    ),
});
export type AlertFile = z.infer<typeof AlertFile>;
