import type { FieldPair } from './flow-graph.ts';

/**
 * Why the decision on a pair is to be looked at again, a sentence each; none where it stands.
 *
 * @param types the two fields' present native types, as far as they are known
 */
export function reopenedCauses(
  { left, right, decision }: Pick<FieldPair, 'left' | 'right' | 'decision'>,
  types: { left?: string; right?: string },
): string[] {
  const causes = decision?.reopened ? [decision.reopened.cause] : [];
  for (const side of ['left', 'right'] as const) {
    const name = side === 'left' ? left : right;
    const then = decision?.types?.[side];
    const now = types[side];
    if (now !== undefined && then !== undefined && now !== then) {
      causes.push(`${name} was ${then}, and is ${now} now.`);
    }
  }
  return causes;
}
