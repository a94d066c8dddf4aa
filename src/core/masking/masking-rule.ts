import { z } from 'zod';
import { Role, reaches } from '../access/permissions.ts';
import { matchesPattern } from './matches-pattern.ts';

/** A name, or a pattern in which `*` stands for any text. */
const pattern = z.string().trim().min(1).max(200);

/** Fields whose values only some roles may see. */
export const MaskingRule = z.strictObject({
  connection: pattern.default('*'),
  stream: pattern.default('*'),
  field: pattern,
  /** The least role that sees the values. */
  least: Role.exclude(['viewer']),
});
export type MaskingRule = z.infer<typeof MaskingRule>;

/** One field of a workspace's connections. */
export type FieldPlace = { connection: string; stream: string; field: string };

/** Whether one of the rules keeps this field's values from somebody with this role. */
export function isMasked(rules: readonly MaskingRule[], role: Role, place: FieldPlace): boolean {
  return rules.some(
    (rule) =>
      !reaches(role, rule.least) &&
      matchesPattern(rule.connection, place.connection) &&
      matchesPattern(rule.stream, place.stream) &&
      matchesPattern(rule.field, place.field),
  );
}
