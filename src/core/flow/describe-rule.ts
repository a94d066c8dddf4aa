import type { Rule } from './flow-graph.ts';

/** A rule in words, e.g. `newest wins (left at a tie)`. */
export function describeRule(rule: Rule): string {
  switch (rule.kind) {
    case 'prefer':
      return `${rule.side} wins${rule.unlessEmpty ? ' unless it is empty' : ''}`;
    case 'hold':
      return 'a person decides';
    case 'code':
      return `the code of ${rule.node} decides`;
    case 'merge':
      return `both are merged, else newest wins (${rule.tie} at a tie)`;
    default:
      return `${rule.kind} wins (${rule.tie} at a tie)`;
  }
}
