import { type FigureName, figures } from '../figures/figure.ts';
import type { AlertCondition } from './alert-rule.ts';

/**
 * Whether what is watched is so of each lane, and not of a flow as a whole or of the installation.
 * @param figure of a condition on one
 */
export function isOfLanes({ kind, figure }: { kind: AlertCondition['kind']; figure?: FigureName }): boolean {
  if (kind === 'figure') return figure !== undefined && figures[figure].scope === 'lane';
  return kind !== 'flow' && kind !== 'runner';
}

/** What would keep a rule silent, or without the meaning that it seems to have, in one sentence; null where nothing does. */
export function findRuleProblem(
  condition: AlertCondition,
  laneId: string | null,
): { field: 'clearAt' | 'laneId'; message: string } | null {
  if (laneId !== null && !isOfLanes(condition))
    return { field: 'laneId', message: 'This is so of a whole flow: leave out the lane.' };
  if (condition.kind !== 'figure' || condition.clearAt === null) return null;
  const { comparison, threshold, clearAt } = condition;
  if (comparison === 'above' ? clearAt <= threshold : clearAt >= threshold) return null;
  const side = comparison === 'above' ? 'at or below' : 'at or above';
  return { field: 'clearAt', message: `It is well again ${side} its threshold.` };
}
