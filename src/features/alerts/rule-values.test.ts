import { expect, test } from 'vitest';
import type { Rule } from './rule-list.tsx';
import { fromRule, RuleValues, toRule } from './rule-values.ts';

const rule: Rule = {
  ...{ id: 'r', name: 'Burns', enabled: true, flowId: 'f', flowName: 'F', laneId: null, channelIds: ['c'] },
  ...{ severity: 'critical', forSeconds: 60, clearSeconds: 30, message: 'Look.', remindMinutes: 60 },
  condition: {
    kind: 'figure',
    figure: 'target.burn-rate',
    comparison: 'above',
    threshold: 14.4,
    clearAt: 6,
    minutes: 60,
  },
  ...{ muted: null, firing: 0 },
};
const conditions: Rule['condition'][] = [
  rule.condition,
  {
    kind: 'figure',
    figure: 'log.held-back',
    comparison: 'above',
    threshold: 1024 ** 3,
    clearAt: null,
    minutes: 7,
  },
  { kind: 'figure', figure: 'errors.share', comparison: 'above', threshold: 0.25, clearAt: 0, minutes: 3 },
  { kind: 'issue', minutes: 90 },
  { kind: 'failures', code: 'UNIQUE_VIOLATION', count: 7, minutes: 20 },
  { kind: 'hold', minutes: 0 },
  { kind: 'breaker' },
  { kind: 'drift', stoppingOnly: false },
  { kind: 'flow', state: 'paused' },
  { kind: 'verify' },
];

test.each(conditions)('a rule that is opened and saved as it is stays as it was: %j', (condition) => {
  const { flowName: _, muted: __, firing: ___, ...same } = { ...rule, condition };
  expect(toRule(RuleValues.parse(fromRule({ ...rule, condition })), 'r')).toEqual(same);
});

test('a value at which it cannot be well again is told at its field, and a lane only where lanes are watched', () => {
  const values = fromRule(rule);
  const wrong = RuleValues.safeParse({ ...values, clearAt: 15 });
  expect(wrong.error?.issues).toMatchObject([
    { path: ['clearAt'], message: 'It is well again at or below its threshold.' },
  ]);
  expect(RuleValues.safeParse({ ...values, comparison: 'below', clearAt: 15 }).success).toBe(true);
  expect(toRule({ ...values, laneId: 'f:l' }, 'r').laneId).toBeNull();
  expect(toRule({ ...values, kind: 'hold', laneId: 'f:l' }, 'r').laneId).toBe('f:l');
});
