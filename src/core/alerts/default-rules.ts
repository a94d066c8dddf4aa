import type { AlertRuleBody } from './alert-rule.ts';

const soon = { clearSeconds: 60, message: '', remindMinutes: null } as const;

/** Rules that a new workspace has. They have no channel: the app shows what they find. */
export const defaultRules: readonly ({ name: string } & AlertRuleBody)[] = [
  {
    name: 'No runner is alive',
    condition: { kind: 'runner', atLeast: 1 },
    severity: 'critical',
    forSeconds: 30,
    ...soon,
  },
  {
    name: 'A flow fails',
    condition: { kind: 'flow', state: 'failing' },
    severity: 'critical',
    forSeconds: 60,
    ...soon,
  },
  {
    name: 'A breaker stopped a lane',
    condition: { kind: 'breaker' },
    severity: 'critical',
    forSeconds: 0,
    ...soon,
  },
  {
    name: 'A target burns too fast',
    // Two per cent of the 30 days' budget within the hour: the Site Reliability Workbook's first threshold.
    condition: {
      kind: 'figure',
      figure: 'target.burn-rate',
      comparison: 'above',
      threshold: 14.4,
      clearAt: null,
      minutes: 60,
    },
    severity: 'critical',
    forSeconds: 60,
    ...soon,
  },
  {
    name: 'A new issue',
    condition: { kind: 'issue', minutes: 60 },
    severity: 'info',
    forSeconds: 0,
    ...soon,
  },
  {
    name: 'Records fail',
    condition: { kind: 'failures', code: null, count: 10, minutes: 10 },
    severity: 'warning',
    forSeconds: 0,
    ...soon,
  },
  {
    name: 'A record waits for a person',
    condition: { kind: 'hold', minutes: 60 },
    severity: 'warning',
    forSeconds: 0,
    ...soon,
  },
  {
    name: 'Changes lag behind',
    condition: {
      kind: 'figure',
      figure: 'lag.p99',
      comparison: 'above',
      threshold: 30_000,
      clearAt: 10_000,
      minutes: 5,
    },
    severity: 'warning',
    forSeconds: 300,
    ...soon,
  },
  {
    name: 'A source holds back its log',
    condition: {
      kind: 'figure',
      figure: 'log.held-back',
      comparison: 'above',
      threshold: 1024 ** 3,
      clearAt: 512 * 1024 ** 2,
      minutes: 1,
    },
    severity: 'warning',
    forSeconds: 300,
    ...soon,
  },
  {
    name: 'A changed stream stops something',
    condition: { kind: 'drift', stoppingOnly: true },
    severity: 'warning',
    forSeconds: 0,
    ...soon,
  },
  {
    name: 'A comparison found differences',
    condition: { kind: 'verify' },
    severity: 'warning',
    forSeconds: 0,
    ...soon,
  },
];
