import { Rule } from '#core/flow/flow-graph.ts';
import type { ReDecide } from '#core/operations/bulk-action.ts';

/** A rule as it is chosen from a list. */
export type RuleChoice = 'newest' | 'oldest' | 'left' | 'right' | 'merge' | 'hold';

export const ruleChoices: { value: RuleChoice; label: string }[] = [
  { value: 'newest', label: 'Newest wins' },
  { value: 'oldest', label: 'Oldest wins' },
  { value: 'left', label: 'Left side wins' },
  { value: 'right', label: 'Right side wins' },
  { value: 'merge', label: 'Both are merged' },
  { value: 'hold', label: 'A person decides' },
];

/** What is chosen for a set of conflicts. */
export type RulesDraft = {
  /** For all fields that have no choice of their own; null: they stay as they were decided. */
  rule: RuleChoice | null;
  tie: 'left' | 'right';
  fields: Record<string, RuleChoice>;
  deletes: 'update' | 'delete' | 'hold' | null;
};

export const nothingRuled: RulesDraft = { rule: null, tie: 'left', fields: {}, deletes: null };

/** Does the tie side matter to any of the rules? */
export function asksForTie({ rule, fields }: RulesDraft): boolean {
  return [rule, ...Object.values(fields)].some((choice) => choice && 'tie' in toRule(choice, 'left'));
}

/** The action that the choices stand for; null while nothing is chosen. */
export function toReDecide({ rule, tie, fields, deletes }: RulesDraft): ReDecide | null {
  const own = Object.entries(fields).map(([name, choice]) => [name, toRule(choice, tie)] as const);
  if (!rule && !deletes && own.length === 0) return null;
  return {
    kind: 're-decide',
    ...(rule ? { rule: toRule(rule, tie) } : {}),
    ...(own.length > 0 ? { fields: Object.fromEntries(own) } : {}),
    ...(deletes ? { deletes } : {}),
  };
}

function toRule(choice: RuleChoice, tie: 'left' | 'right'): Rule {
  if (choice === 'left' || choice === 'right') return { kind: 'prefer', side: choice };
  return Rule.parse(choice === 'hold' ? { kind: 'hold' } : { kind: choice, tie });
}
