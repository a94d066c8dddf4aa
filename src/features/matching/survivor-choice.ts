import type { Rule } from '#core/flow/flow-graph.ts';

/** Rules by which a value can survive when the sides first meet, by the name that a list knows them by. */
export const survivorRules = {
  left: { kind: 'prefer', side: 'left' },
  'left-filled': { kind: 'prefer', side: 'left', unlessEmpty: true },
  right: { kind: 'prefer', side: 'right' },
  'right-filled': { kind: 'prefer', side: 'right', unlessEmpty: true },
  merge: { kind: 'merge', tie: 'left' },
  hold: { kind: 'hold' },
} as const satisfies Record<string, Rule>;

export type SurvivorChoice = keyof typeof survivorRules;

/** The list's name for a rule; null for one that cannot decide a first meeting. */
export function survivorChoice(rule: Rule): SurvivorChoice | null {
  switch (rule.kind) {
    case 'prefer':
      return rule.unlessEmpty ? `${rule.side}-filled` : rule.side;
    case 'merge':
    case 'hold':
      return rule.kind;
    default:
      return null;
  }
}

/** The choices in words; `left` and `right` are what the sides are called. */
export function survivorOptions(left: string, right: string): { value: SurvivorChoice; label: string }[] {
  return [
    { value: 'left', label: `${left} wins` },
    { value: 'left-filled', label: `${left}, unless empty` },
    { value: 'right', label: `${right} wins` },
    { value: 'right-filled', label: `${right}, unless empty` },
    { value: 'merge', label: 'Both are merged' },
    { value: 'hold', label: 'A person decides' },
  ];
}
