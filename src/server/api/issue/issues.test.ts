import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';

let fixture: ApiFixture;
let owner: Awaited<ReturnType<ApiFixture['person']>>;
const workspace = 'triage';
const id = 'abcdef0123456789abcd';

beforeAll(async () => {
  fixture = await apiFixture('issues_api');
  owner = await fixture.person('owner');
  const { id: workspaceId } = await fixture.workspace(workspace, owner);
  const now = new Date();
  await fixture.services.prisma.issue.create({
    data: {
      id,
      workspaceId,
      flowId: 'gone',
      laneId: 'gone:a-m-b',
      kind: 'failure',
      code: 'UNIQUE_VIOLATION',
      to: 'right',
      constraint: 'email_key',
      firstSeen: now,
      lastSeen: now,
      lines: 40,
      records: 30,
      sample: { recordKey: '["1"]', detail: 'duplicate key' },
      stateAt: now,
    },
  });
});
afterAll(() => fixture.close());

const api = () => fixture.as(owner).issue;

test('an issue is listed with its sentence, remedy and trend, and found by the first characters of its id', async () => {
  const { items } = await api().list({ workspace });
  expect(items).toMatchObject([
    {
      title: 'Another record of the target holds this unique value: email_key',
      sentence: 'These records were refused on the way to the right side by its constraint email_key.',
      records: 30,
      flowName: null,
      assignee: null,
    },
  ]);
  expect(items[0]?.trend).toHaveLength(24);
  expect((await api().show({ workspace, id: id.slice(0, 8) })).issue.id).toBe(id);
  expect((await outcome(() => api().show({ workspace, id: 'ffffff' }))).code).toBe('NOT_FOUND');
});

test('what people do is kept on the issue, in its timeline and in the audit log', async () => {
  await api().assign({ workspace, id, userId: owner.id });
  await api().note({ workspace, id, text: 'the import of Monday' });
  const snoozed = await api().snooze({ workspace, id, times: 10 });
  expect(snoozed).toMatchObject({ state: 'snoozed', snoozedLines: 50, assigneeId: owner.id });
  expect(await api().countOpen({ workspace })).toBe(0);
  const ignored = await api().ignore({ workspace, id, reason: 'test accounts' });
  expect(ignored).toMatchObject({ state: 'ignored', reason: 'test accounts', snoozedLines: null });
  expect((await api().resolve({ workspace, id })).state).toBe('resolved');
  expect((await api().reopen({ workspace, id })).state).toBe('open');
  const { events } = await api().show({ workspace, id });
  expect(events.map(({ kind }) => kind)).toEqual([
    ...['reopened', 'resolved', 'ignored', 'snoozed', 'noted', 'assigned'],
  ]);
  const audit = await fixture.query<{ action: string }>(
    `select action from audit_event where action like 'issue.%' order by id`,
  );
  expect(audit.map(({ action }) => action)).toEqual([
    ...['issue.assign', 'issue.note', 'issue.snooze', 'issue.ignore', 'issue.resolve', 'issue.reopen'],
  ]);
});

test('a snooze that is over is none any more', async () => {
  await api().snooze({ workspace, id, until: new Date(Date.now() + 3_600_000).toISOString() });
  expect(await api().countOpen({ workspace })).toBe(0);
  await fixture.query(`update issue set "snoozedUntil" = now() at time zone 'UTC' - interval '1 second'`);
  expect(await api().countOpen({ workspace })).toBe(1);
  const { items } = await api().list({ workspace, filter: { state: ['open'] } });
  expect(items).toHaveLength(1);
});

test('bad requests are refused with what to do', async () => {
  const past = new Date(Date.now() - 1000).toISOString();
  expect((await outcome(() => api().snooze({ workspace, id, until: past }))).code).toBe('INPUT_INVALID');
  expect((await outcome(() => api().snooze({ workspace, id }))).code).toBe('INPUT_INVALID');
  expect((await outcome(() => api().ignore({ workspace, id, reason: ' ' }))).code).toBe('INPUT_INVALID');
  expect((await outcome(() => api().assign({ workspace, id, userId: 'stranger' }))).code).toBe('NOT_FOUND');
});

test('nobody looks after the issues of a person who left', async () => {
  const [{ id: workspaceId } = { id: '' }] = await fixture.query<{ id: string }>(
    'select id from organization',
  );
  const leaver = await fixture.person('leaver');
  await fixture.services.prisma.member.create({
    data: { id: 'm-leaver', organizationId: workspaceId, userId: leaver.id, role: 'operator' },
  });
  const other = 'fedcba9876543210fedc';
  await fixture.query(
    `insert into issue (id, "workspaceId", "flowId", "laneId", kind, code, "firstSeen", "lastSeen", lines, records, sample,
       "stateAt", "assigneeId")
     select $1, "workspaceId", "flowId", "laneId", kind, code, "firstSeen", "lastSeen", lines, records, sample, "stateAt", $2
     from issue where id = $3`,
    [other, owner.id, id],
  );
  await api().assign({ workspace, id, userId: leaver.id });
  await fixture.as(owner).member.remove({ workspace, memberId: 'm-leaver' });
  const of = async (assigneeId: string) =>
    (await api().list({ workspace, filter: { assigneeId } })).items.map((issue) => issue.id);
  expect(await of('nobody')).toEqual([id]);
  expect(await of(owner.id)).toEqual([other]);
});
