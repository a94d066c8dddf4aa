import { figures } from '../figures/figure.ts';
import type { AlertCondition, AlertRuleBody } from './alert-rule.ts';
import { showFigure } from './show-figure.ts';

/** A rule's condition in one sentence without its end. */
export function describeCondition({
  condition,
  forSeconds,
}: Pick<AlertRuleBody, 'condition' | 'forSeconds'>): string {
  const what = sentence(condition);
  return forSeconds > 0 ? `${what}, for ${span(forSeconds)}` : what;
}

function sentence(condition: AlertCondition): string {
  switch (condition.kind) {
    case 'figure': {
      const { label, unit, over } = figures[condition.figure];
      const window = over === 'window' ? ` over ${span(condition.minutes * 60)}` : '';
      return `${label} ${condition.comparison} ${showFigure(condition.threshold, unit)}${window}`;
    }
    case 'failures':
      return `${condition.count.toLocaleString('en-GB')} or more records fail with ${condition.code ?? 'one code'} within ${span(condition.minutes * 60)}`;
    case 'issue':
      return `An issue is new, or came back, within ${span(condition.minutes * 60)}`;
    case 'hold':
      return condition.minutes === 0
        ? 'A record is held for a person'
        : `A record is held for longer than ${span(condition.minutes * 60)}`;
    case 'breaker':
      return 'A breaker stopped a lane';
    case 'drift':
      return condition.stoppingOnly ? 'A changed stream stops something' : 'A stream changed';
    case 'flow':
      return condition.state === 'failing' ? 'A flow fails' : 'A flow is paused';
    case 'verify':
      return 'The last comparison found differences';
    case 'runner':
      return condition.atLeast === 1
        ? 'No runner is alive'
        : `Fewer than ${condition.atLeast} runners are alive`;
  }
}

function span(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
