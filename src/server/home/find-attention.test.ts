import { expect, test } from 'vitest';
import { budgetBurn } from '#core/figures/budget-burn.ts';
import type { FlowRow } from '../flows/list-flows.ts';
import { type AttentionFacts, findAttention as find } from './find-attention.ts';
import { lastAnswers } from './last-answers.ts';

const row: FlowRow = {
  id: 'f1',
  name: 'Contacts',
  phase: 'live',
  lanes: 1,
  rate: 0,
  lagP50: null,
  held: 0,
  failing: 0,
  stopped: [],
  drifts: 0,
  stopping: 0,
  error: null,
  retained: {},
  logWarnings: [],
  updatedAt: new Date(0),
  deployedVersion: 3,
  draftDiffers: false,
};
const quiet = { issues: [], burns: [], verifies: [], answers: new Map<string, number>() };
const facts = { slug: 'main', flows: [row], connections: [], runnerAlive: true, ...quiet };
const now = Date.now() * 1000;
const findAttention = (of: AttentionFacts) => find(of, now);

test('nothing needs attention when all is well, and nothing of a draft that was never deployed', () => {
  expect(findAttention(facts)).toEqual([]);
  const draft = { ...row, deployedVersion: null, draftDiffers: true };
  expect(findAttention({ ...facts, flows: [draft], runnerAlive: false })).toEqual([]);
});

test('the worst comes first, each with where to look', () => {
  const flow: FlowRow = {
    ...row,
    draftDiffers: true,
    held: 1,
    failing: 1284,
    stopped: ['5,000 deletes pass the limit.'],
    logWarnings: [{ connection: 'crm', code: 'LOG_RETAINED', bytes: 2 * 1024 ** 3, limit: null }],
    error: { code: 'SLOT_LOST', message: 'Gone.', remedy: 'Mend it.' },
  };
  const lastTest = {
    ok: false,
    server: null,
    latencyMs: null,
    code: 'AUTH_FAILED',
    message: 'No.',
    at: '',
  } as const;
  const items = findAttention({
    ...facts,
    flows: [flow],
    connections: [{ id: 'c1', name: 'crm', lastTest }],
  });
  expect(items.map(({ kind }) => kind)).toEqual([
    'breaker-tripped',
    'flow-failing',
    'records-parked',
    'conflicts-held',
    'log-retained',
    'connection-failed',
    'draft-undeployed',
  ]);
  expect(items.map(({ title }) => title)).toContain('1,284 records of Contacts could not be carried');
  expect(items.map(({ title }) => title)).toContain('1 conflict of Contacts waits for a decision');
  for (const { href } of items) expect(href).toMatch(/^\/w\/main\//);
});

test('[E12] what the breaker stopped says why', () => {
  const stopped = ['5,000 deletes pass the limit.'];
  const [item] = findAttention({ ...facts, flows: [{ ...row, phase: 'tripped', stopped }] });
  expect(item).toMatchObject({
    title: 'Contacts was stopped by its breaker',
    href: '/w/main/flows/f1/monitor',
  });
  expect(item?.detail).toContain('5,000 deletes pass the limit.');
});

test('[E8] log that is about to be dropped is an error, with what to do', () => {
  const warning = { connection: 'crm', code: 'LOG_LIMIT_NEAR', bytes: 900, limit: 1000 } as const;
  const [item] = findAttention({ ...facts, flows: [{ ...row, phase: 'paused', logWarnings: [warning] }] });
  expect(item).toMatchObject({ kind: 'log-retained', severity: 'error' });
  expect(item?.title).toMatch(/^Contacts: crm holds back .* beyond that the feed is lost\.$/);
  expect(item?.detail).toContain('max_slot_wal_keep_size');
});

test('without a runner one item says it, not one for each flow', () => {
  const error = { code: 'RUNNER_ABSENT', message: '', remedy: '' } as const;
  const flows = [
    { ...row, error },
    { ...row, id: 'f2', error },
  ];
  const items = findAttention({ ...facts, flows, runnerAlive: false });
  expect(items.map(({ kind }) => kind)).toEqual(['runner-absent']);
});

test('failures are told by their cause, but for those that somebody has set aside', () => {
  const issue = {
    id: 'i1',
    flowId: 'f1',
    laneId: 'f1:a',
    to: 'right',
    node: null,
    kind: 'failure',
    code: 'CAST_FAILED',
    field: 'phone',
    constraint: null,
    rule: null,
    state: 'open',
    openRecords: 1200,
  } as const;
  const issues = [issue, { ...issue, id: 'i2', state: 'ignored', openRecords: 80 } as const];
  const items = findAttention({ ...facts, flows: [{ ...row, failing: 1284 }], issues });
  expect(items.map(({ title, href }) => [title, href])).toEqual([
    [expect.stringMatching(/^1,200 records of Contacts could not be carried: .*phone$/), '/w/main/issues/i1'],
    ['4 records of Contacts could not be carried', '/w/main/conflicts?state=parked&flow=f1'],
  ]);
});

test('a target that burns says how fast, and one that was missed by how much', () => {
  const target = { withinMs: 2_000, share: 0.999, updatedBy: 'me', updatedAt: new Date() };
  const of = (late: number, monthly: number) => {
    const month = { all: 100_000, late: monthly };
    const burn = budgetBurn(target, { hour: { all: 1_000, late }, day: month, month }, now);
    return findAttention({ ...facts, burns: [{ flowId: 'f1', target, burn, lateNow: 3, window: null }] });
  };
  expect(of(0, 10)).toEqual([]);
  expect(of(5, 40)).toMatchObject([
    { kind: 'target-burning', severity: 'warning', title: 'Contacts uses its error budget up in 12 h' },
  ]);
  const [missed] = of(5, 140);
  expect(missed).toMatchObject({
    severity: 'error',
    title: 'Contacts missed its target of 99.9 % within 2.0 s',
  });
  expect(missed?.detail).toContain('3 records are out of line for too long now.');
});

test('what a verify found and nothing explains is an error', () => {
  const verify = { flowId: 'f1', at: now, records: 2_400, differ: 7, operationId: 'o1' };
  expect(findAttention({ ...facts, verifies: [{ ...verify, differ: 0 }] })).toEqual([]);
  expect(findAttention({ ...facts, verifies: [verify] })).toMatchObject([
    { kind: 'verify-failed', severity: 'error', href: '/w/main/activity/operations/o1' },
  ]);
});

test('a connection that failed its last test is said, until a flow was live over it after that', () => {
  const at = '2026-11-27T10:00:00.000Z';
  const lastTest = {
    ok: false,
    server: null,
    latencyMs: null,
    code: 'CONNECTION_TIMEOUT',
    message: 'No.',
    at,
  } as const;
  const endpoint = (id: string, connection: string) => ({
    id,
    kind: 'endpoint',
    connection,
    stream: 'public.t',
  });
  const graph = {
    formatVersion: 1,
    name: 'f',
    nodes: [endpoint('l', 'crm'), endpoint('r', 'app')],
    edges: [],
  };
  const kinds = (status: object) => {
    const connections = [{ id: 'c1', name: 'crm', lastTest }];
    const given = { lanes: [], version: 1, retained: {}, error: null, ...status };
    const answers = lastAnswers([{ graph, status: given }]);
    return findAttention({ ...facts, connections, answers }).map(({ kind }) => kind);
  };
  const tested = Date.parse(at) * 1000;
  expect(kinds({ phase: 'live', at: tested + 1 })).toEqual([]);
  expect(kinds({ phase: 'live', at: tested - 1 })).toEqual(['connection-failed']);
  expect(kinds({ phase: 'failing', at: tested + 1 })).toEqual(['connection-failed']);
});
