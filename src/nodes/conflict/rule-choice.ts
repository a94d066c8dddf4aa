import type { Rule } from '#core/flow/flow-graph.ts';

/** A rule with its side, as one word; for lists where a rule is one choice among many. */
export type RuleChoice =
  | 'newest-left'
  | 'newest-right'
  | 'oldest-left'
  | 'oldest-right'
  | 'prefer-left'
  | 'prefer-right'
  | 'merge-left'
  | 'merge-right'
  | 'hold'
  | `code:${string}`;

/** A code node that can decide conflicts. */
export type MergeNode = { id: string; title: string };

/** The choice that stands for a rule. */
export function choiceOf(rule: Rule): RuleChoice {
  switch (rule.kind) {
    case 'hold':
      return 'hold';
    case 'prefer':
      return `prefer-${rule.side}`;
    case 'code':
      return `code:${rule.node}`;
    default:
      return `${rule.kind}-${rule.tie}`;
  }
}

/** The rule that a choice stands for. */
export function ruleOf(choice: RuleChoice): Rule {
  if (choice === 'hold') return { kind: 'hold' };
  if (choice.startsWith('code:')) return { kind: 'code', node: choice.slice('code:'.length) };
  const [kind, side] = choice.split('-') as ['newest' | 'oldest' | 'merge' | 'prefer', 'left' | 'right'];
  return kind === 'prefer' ? { kind, side } : { kind, tie: side };
}

/** Every choice with what it is called, given the names of the sides and the code that can decide. */
export function ruleChoices(
  sides: { left: string; right: string },
  merges: readonly MergeNode[],
): { value: RuleChoice; label: string }[] {
  return [
    { value: 'newest-left', label: `Newest wins, else ${sides.left}` },
    { value: 'newest-right', label: `Newest wins, else ${sides.right}` },
    { value: 'oldest-left', label: `Oldest wins, else ${sides.left}` },
    { value: 'oldest-right', label: `Oldest wins, else ${sides.right}` },
    { value: 'prefer-left', label: `${sides.left} wins` },
    { value: 'prefer-right', label: `${sides.right} wins` },
    { value: 'merge-left', label: `Merge both, else newest, else ${sides.left}` },
    { value: 'merge-right', label: `Merge both, else newest, else ${sides.right}` },
    { value: 'hold', label: 'Ask a person' },
    ...merges.map(({ id, title }) => ({ value: `code:${id}` as const, label: `Code: ${title}` })),
  ];
}
