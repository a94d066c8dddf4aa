import { expect, test } from 'vitest';
import { FigureName, type FigureValues } from '../figures/figure.ts';
import type { FlowStatus } from '../ledger/lane-status.ts';
import type { AlertFacts, FlowFacts } from './alert-facts.ts';
import { AlertCondition, type AlertRule, type AlertScope } from './alert-rule.ts';
import { defaultRules } from './default-rules.ts';
import { observe } from './observe.ts';

const minute = 60_000_000;
const now = 1_000 * minute;
const values = (more: Partial<FigureValues>): FigureValues => ({
  ...(Object.fromEntries(FigureName.options.map((name) => [name, null])) as FigureValues),
  ...more,
});
const status: FlowStatus = {
  phase: 'live',
  version: 1,
  lanes: [],
  error: null,
  retained: {},
  logWarnings: [],
  continuousVerify: false,
  verified: null,
  at: now,
};
const quietFlow: FlowFacts = {
  flowId: 'f',
  name: 'CRM and App',
  desired: 'running',
  status,
  lanes: { 'f:l': 'crm contacts – app people' },
  figures: [
    { minutes: 5, laneId: 'f:l', values: values({ 'lag.p99': 500, 'changes.rate': 5 }) },
    { minutes: 5, laneId: null, values: values({ 'lag.p99': 600, 'log.held-back': 5_000 }) },
    { minutes: 60, laneId: 'f:l', values: values({ 'lag.p99': 9_000 }) },
  ],
  issues: [],
  heldSince: {},
  failures: [],
  trips: [],
  drifts: [],
  differences: [],
};

function look(
  condition: unknown,
  flow: Partial<FlowFacts> = {},
  more: Partial<AlertFacts & AlertScope> = {},
) {
  const { flowId = null, laneId = null, ...facts } = more;
  const rule: AlertRule = {
    id: 'r',
    name: 'R',
    ...{ forSeconds: 0, clearSeconds: 0, severity: 'info', message: '', remindMinutes: null },
    ...{ flowId, laneId, condition: AlertCondition.parse(condition) },
  };
  return observe(rule, { now, runnersAlive: 1, flows: [{ ...quietFlow, ...flow }], ...facts });
}
const figure = (more: object) => ({
  kind: 'figure',
  figure: 'lag.p99',
  comparison: 'above',
  threshold: 400,
  ...more,
});

test('a figure is looked at in each lane, or the flow, over its window, with a band in which it is neither', () => {
  expect(look(figure({}))).toMatchObject([
    { subject: 'f/f:l/', flowId: 'f', laneId: 'f:l', state: 'breached', value: 500 },
  ]);
  expect(look(figure({}))[0]?.detail).toBe(
    'Lag, 99 %: 500 ms, at most 400 ms wanted, of CRM and App (crm contacts – app people).',
  );
  expect(look(figure({ minutes: 60 }))).toMatchObject([{ value: 9_000 }]);
  expect(look(figure({ threshold: 600, clearAt: 450 }))).toMatchObject([{ state: 'between' }]);
  expect(look(figure({ threshold: 600, clearAt: 550 }))).toMatchObject([{ state: 'well' }]);
  expect(look(figure({ figure: 'changes.rate', comparison: 'below', threshold: 6 }))).toMatchObject([
    { state: 'breached', value: 5 },
  ]);
  expect(look(figure({ figure: 'log.held-back', threshold: 4_999 }))).toMatchObject([
    { subject: 'f//', laneId: null, value: 5_000 },
  ]);
  // What is not known is not wrong, nor is anything of a flow that is not meant to run.
  expect(look(figure({ figure: 'disagreement.p99' }))).toEqual([]);
  expect(look(figure({}), { desired: 'paused' })).toEqual([]);
  // A paused flow holds back its log nevertheless.
  const log = figure({ figure: 'log.held-back', threshold: 4_000 });
  expect(look(log, { desired: 'paused' })).toMatchObject([{ state: 'breached', value: 5_000 }]);
  expect(look(log, { desired: 'deleting' })).toEqual([]);
});

test('an issue is new for its minutes, and again when it comes back', () => {
  const issue = {
    issueId: 'i',
    laneId: 'f:l',
    code: 'UNIQUE_VIOLATION',
    what: 'people_email_key',
    records: 3,
  };
  const issues = [{ ...issue, at: now - 4 * minute }];
  expect(look({ kind: 'issue', minutes: 5 }, { issues })).toMatchObject([
    {
      ...{ subject: 'f/f:l/i', state: 'breached', value: 3 },
      detail: expect.stringMatching(/^A new issue: UNIQUE_VIOLATION \(people_email_key\), 3 records so far/),
    },
  ]);
  expect(look({ kind: 'issue', minutes: 4 }, { issues })).toEqual([]);
});

test('a scope leaves out other flows and other lanes', () => {
  expect(look(figure({}), {}, { flowId: 'another' })).toEqual([]);
  expect(look(figure({}), {}, { flowId: 'f', laneId: 'f:l' })).toHaveLength(1);
  expect(look(figure({}), {}, { flowId: 'f', laneId: 'f:other' })).toEqual([]);
});

test('failures are counted by code within their minutes', () => {
  const failures = [
    { laneId: 'f:l', code: 'UNIQUE_VIOLATION', at: now - 2 * minute, count: 3 },
    { laneId: 'f:l', code: 'UNIQUE_VIOLATION', at: now - 4 * minute, count: 4 },
    { laneId: 'f:l', code: 'NOT_NULL', at: now - minute, count: 1 },
    { laneId: 'f:l', code: 'UNIQUE_VIOLATION', at: now - 5 * minute, count: 90 },
  ];
  expect(look({ kind: 'failures', count: 7, minutes: 5 }, { failures })).toMatchObject([
    { subject: 'f/f:l/UNIQUE_VIOLATION', state: 'breached', value: 7 },
  ]);
  expect(look({ kind: 'failures', count: 8, minutes: 5 }, { failures })).toEqual([]);
  expect(
    look({ kind: 'failures', code: 'UNIQUE_VIOLATION', count: 1, minutes: 60 }, { failures }),
  ).toMatchObject([{ value: 97 }]);
});

test('holds by their age, breakers, drifts by whether they stop something, differences', () => {
  const heldSince = { 'f:l': now - 11 * minute };
  expect(look({ kind: 'hold', minutes: 10 }, { heldSince })).toMatchObject([
    { state: 'breached', value: 11 },
  ]);
  expect(look({ kind: 'hold', minutes: 11 }, { heldSince })).toEqual([]);
  const trips = [{ laneId: 'f:l', side: 'left', reason: '5,000 deletes.' }];
  expect(look({ kind: 'breaker' }, { trips })[0]?.detail).toContain('5,000 deletes.');
  const drifts = [{ laneId: 'f:l', title: 'email is gone', stopping: false }];
  expect(look({ kind: 'drift' }, { drifts })).toEqual([]);
  expect(look({ kind: 'drift', stoppingOnly: false }, { drifts })[0]?.detail).toContain('email is gone');
  const differences = [
    { laneId: 'f:l', count: 2 },
    { laneId: null, count: 0 },
  ];
  expect(look({ kind: 'verify' }, { differences })).toMatchObject([{ value: 2 }]);
});

test('a flow that fails or is paused, and runners that are missing while something is to run', () => {
  const failing: FlowStatus = {
    ...status,
    phase: 'failing',
    error: { code: 'CONNECTION_LOST', message: 'Key (email)=(ann@x.test)', retryAt: null },
  };
  const [found] = look({ kind: 'flow', state: 'failing' }, { status: failing });
  expect(found?.detail).toBe('CRM and App is not running: CONNECTION_LOST.');
  expect(look({ kind: 'flow', state: 'failing' }, { status: failing, desired: 'paused' })).toEqual([]);
  expect(look({ kind: 'flow', state: 'paused' }, { desired: 'paused' })).toHaveLength(1);
  const runner = { kind: 'runner', atLeast: 2 };
  expect(look(runner)).toMatchObject([{ state: 'breached', value: 1 }]);
  expect(look(runner, {}, { runnersAlive: 2 })).toMatchObject([{ state: 'well' }]);
  expect(look(runner, { desired: null })).toMatchObject([{ state: 'well' }]);
});

test('the default rules find nothing wrong with a flow that runs well', () => {
  for (const { name, ...body } of defaultRules) {
    const rule: AlertRule = { id: name, name, flowId: null, laneId: null, ...body };
    const found = observe(rule, { now, runnersAlive: 1, flows: [quietFlow] });
    expect(
      found.filter(({ state }) => state !== 'well'),
      name,
    ).toEqual([]);
  }
});
