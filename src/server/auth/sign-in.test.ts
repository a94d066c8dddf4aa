import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFixture, apiFixture, outcome, testPublicUrl } from '#testing/api-fixture.ts';
import { handleApiRequest } from '../api/handle-api-request.ts';
import { createEntryLink } from '../use-cases/create-entry-link.ts';
import { createFirstOwner, type FirstOwner, firstOwnerEmail } from '../use-cases/create-first-owner.ts';
import { createOwnerApiKey } from '../use-cases/create-owner-api-key.ts';
import { handleEntry } from './handle-entry.ts';

let fixture: ApiFixture;
let owner: FirstOwner;

beforeAll(async () => {
  fixture = await apiFixture('sign_in');
  owner = await createFirstOwner(fixture.services.prisma);
});
afterAll(() => fixture.close());

async function auth(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fixture.services.auth.handler(
    new Request(`${testPublicUrl}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: testPublicUrl, ...headers },
      body: JSON.stringify(body),
    }),
  );
}

type Answer = {
  result?: { data: { json: unknown } };
  error?: {
    json: { message: string; data: { httpStatus: number; sync: Record<string, string>; stack?: string } };
  };
};

async function api(path: string, headers: Record<string, string>, input?: object) {
  const query = input ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : '';
  const response = await handleApiRequest(
    fixture.services,
    new Request(`${testPublicUrl}/api/trpc/${path}${query}`, { headers }),
  );
  return { status: response.status, body: (await response.json()) as Answer };
}

async function mutate(path: string, headers: Record<string, string>, input: object) {
  const response = await handleApiRequest(
    fixture.services,
    new Request(`${testPublicUrl}/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ json: input }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Answer };
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const enter = (link: string) => handleEntry(fixture.services, new Request(link));

async function newLink(): Promise<string> {
  const { userId, slug } = owner;
  return createEntryLink(fixture.services.prisma, { userId, slug, publicUrl: testPublicUrl });
}

test('the first owner is made once, also when two processes start at once', async () => {
  const again = await Promise.all([1, 2].map(() => createFirstOwner(fixture.services.prisma)));
  for (const other of again) expect(other).toEqual({ ...owner, created: false });
  expect(owner).toMatchObject({ slug: 'main', created: true });
});

test('an entry link signs the owner in, once, and the store does not hold its token', async () => {
  const link = await newLink();
  const token = new URL(link).searchParams.get('token') ?? '';
  const stored = JSON.stringify(await fixture.query('select * from verification'));
  expect(stored).not.toContain(token);

  const response = await enter(link);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/w/main');
  expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
  const who = await api('session.whoami', { cookie: cookieOf(response) });
  expect(who.body.result?.data.json).toMatchObject({
    user: { email: firstOwnerEmail, hasPassword: false },
    workspaces: [{ slug: 'main', role: 'owner' }],
  });

  const second = await enter(link);
  expect(second.headers.get('location')).toBe('/sign-in?link=spent');
  expect(second.headers.getSetCookie()).toEqual([]);
});

test('of two at once with one entry link only one gets in', async () => {
  const link = await newLink();
  const responses = await Promise.all([enter(link), enter(link), enter(link)]);
  expect(responses.filter((response) => response.headers.getSetCookie().length > 0)).toHaveLength(1);
});

test('an entry link that has expired, or was made up, signs nobody in', async () => {
  const link = await newLink();
  await fixture.query(`update verification set "expiresAt" = now() - interval '1 hour'`);
  for (const spent of [link, `${testPublicUrl}/api/enter?token=made-up`, `${testPublicUrl}/api/enter`]) {
    const response = await enter(spent);
    expect(response.headers.get('location')).toBe('/sign-in?link=spent');
    expect(response.headers.getSetCookie()).toEqual([]);
  }
});

test('entry cannot be reached over the sign-in routes', async () => {
  const token = new URL(await newLink()).searchParams.get('token');
  expect((await auth('/enter', { token })).status).toBe(404);
});

test('the owner sets an address and a password, and signs in with them', async () => {
  const user = { kind: 'user' as const, id: owner.userId, name: 'Owner', email: firstOwnerEmail };
  const me = fixture.as(user);
  await me.account.setPassword({ password: 'correct horse', email: 'Me@Example.test' });
  const signedIn = await auth('/sign-in/email', { email: 'me@example.test', password: 'correct horse' });
  expect(signedIn.status).toBe(200);
  const who = await api('session.whoami', { cookie: cookieOf(signedIn) });
  expect(who.body.result?.data.json).toMatchObject({ user: { email: 'me@example.test', hasPassword: true } });

  const wrong = await outcome(() => me.account.setPassword({ current: 'wrong', password: 'another one' }));
  expect(wrong.code).toBe('FORBIDDEN');
  await me.account.setPassword({ current: 'correct horse', password: 'another one' });
  const old = await auth('/sign-in/email', { email: 'me@example.test', password: 'correct horse' });
  expect(old.status).toBe(401);
});

test('nobody makes an account without an invitation; with one they join with its role', async () => {
  const guest = { email: 'guest@example.test', password: 'long enough', name: 'Guest' };
  expect((await auth('/sign-up/email', guest)).status).toBe(403);

  const [user] = await fixture.query<{ id: string; name: string; email: string }>('select * from "user"');
  if (!user) throw new Error('no owner');
  const asOwner = fixture.as({ kind: 'user', id: user.id, name: user.name, email: user.email });
  const { link } = await asOwner.member.invite({ workspace: 'main', email: guest.email, role: 'operator' });
  const invitationId = link.split('/').at(-1) ?? '';
  expect(await fixture.as({ kind: 'nobody' }).member.invitation({ invitationId })).toMatchObject({
    email: guest.email,
    role: 'operator',
    workspace: { slug: 'main' },
  });

  const signedUp = await auth('/sign-up/email', guest);
  expect(signedUp.status).toBe(200);
  const cookie = cookieOf(signedUp);
  const joined = await mutate('member.acceptInvitation', { cookie, origin: testPublicUrl }, { invitationId });
  expect(joined.body.result?.data.json).toEqual({ slug: 'main' });
  const again = await mutate('member.acceptInvitation', { cookie }, { invitationId });
  expect(again.body.error?.json.data.sync.code).toBe('NOT_FOUND');
  const { members } = await asOwner.member.list({ workspace: 'main' });
  expect(members.map(({ email, role }) => [email, role])).toContainEqual([guest.email, 'operator']);
});

test('an invitation is for its address alone, and can be taken back', async () => {
  const boss = await fixture.person('boss');
  await fixture.workspace('invites', boss);
  const invited = { workspace: 'invites', email: 'somebody@example.test', role: 'viewer' as const };
  const { id } = await fixture.as(boss).member.invite(invited);
  const other = fixture.as(await fixture.person('other'));
  expect((await outcome(() => other.member.acceptInvitation({ invitationId: id }))).code).toBe('FORBIDDEN');
  await fixture.as(boss).member.cancelInvitation({ workspace: 'invites', invitationId: id });
  const somebody = fixture.as(await fixture.person('somebody'));
  expect((await outcome(() => somebody.member.acceptInvitation({ invitationId: id }))).code).toBe(
    'NOT_FOUND',
  );
});

test('nobody reaches above their own role, and the last owner stays', async () => {
  const boss = await fixture.person('chief');
  const admin = await fixture.person('admin');
  const workspace = 'ranks';
  const access = await fixture.workspace(workspace, boss);
  await fixture.join(access, admin, 'admin');
  const asBoss = fixture.as(boss);
  const asAdmin = fixture.as(admin);
  const { members } = await asBoss.member.list({ workspace });
  const idOf = (email: string) => members.find((member) => member.email === email)?.id ?? '';
  const code = async (call: () => Promise<unknown>) => (await outcome(call)).code;
  const adminId = idOf(admin.email);
  const bossId = idOf(boss.email);
  expect(await code(() => asAdmin.member.setRole({ workspace, memberId: adminId, role: 'owner' }))).toBe(
    'FORBIDDEN',
  );
  expect(await code(() => asAdmin.member.setRole({ workspace, memberId: bossId, role: 'viewer' }))).toBe(
    'FORBIDDEN',
  );
  expect(await code(() => asAdmin.member.remove({ workspace, memberId: bossId }))).toBe('FORBIDDEN');
  expect(await code(() => asAdmin.apiKey.create({ workspace, name: 'k', role: 'owner' }))).toBe('FORBIDDEN');
  expect(await code(() => asAdmin.member.invite({ workspace, email: 'x@example.test', role: 'owner' }))).toBe(
    'FORBIDDEN',
  );
  expect(await code(() => asBoss.member.setRole({ workspace, memberId: bossId, role: 'viewer' }))).toBe(
    'IN_USE',
  );
  expect(await code(() => asBoss.member.remove({ workspace, memberId: bossId }))).toBe('IN_USE');
  await asBoss.member.setRole({ workspace, memberId: adminId, role: 'owner' });
  await asAdmin.member.remove({ workspace, memberId: bossId });
  expect(await code(() => asBoss.member.list({ workspace }))).toBe('NOT_FOUND');
});

test('an API key works with its role until it is revoked, and its use is noted', async () => {
  const key = await createOwnerApiKey(fixture.services.prisma, owner);
  const bearer = { authorization: `Bearer ${key}` };
  const who = await api('session.whoami', bearer);
  expect(who.body.result?.data.json).toMatchObject({
    user: null,
    workspaces: [{ slug: 'main', role: 'owner' }],
  });
  const [stored] = await fixture.query('select * from api_key where "lastUsedAt" is not null');
  expect(JSON.stringify(stored)).not.toContain(key);

  const made = await mutate('apiKey.create', bearer, { workspace: 'main', name: 'ci', role: 'viewer' });
  const created = made.body.result?.data.json as { id: string; key: string };
  const viewer = { authorization: `Bearer ${created.key}` };
  expect((await api('flow.list', viewer, { workspace: 'main' })).status).toBe(200);
  const refused = await mutate('flow.create', viewer, { workspace: 'main', name: 'x' });
  expect(refused.status).toBe(403);
  expect(refused.body.error?.json.data.sync).toMatchObject({ code: 'FORBIDDEN', remedy: expect.any(String) });

  await mutate('apiKey.revoke', bearer, { workspace: 'main', id: created.id });
  const revoked = await api('flow.list', viewer, { workspace: 'main' });
  expect(revoked.status).toBe(401);
  expect(revoked.body.error?.json.data.sync.code).toBe('UNAUTHENTICATED');
});

test("a page of another site cannot use the owner's cookie", async () => {
  const cookie = cookieOf(await enter(await newLink()));
  const input = { workspace: 'main', name: 'from elsewhere' };
  const foreign = await mutate('flow.create', { cookie, origin: 'http://evil.test' }, input);
  expect(foreign.status).toBe(403);
  const own = await mutate('flow.create', { cookie, origin: testPublicUrl }, { ...input, name: 'own' });
  expect(own.status).toBe(200);
});

test('errors tell code, message and remedy, and nothing of the inside', async () => {
  const nobody = await api('flow.list', {}, { workspace: 'main' });
  expect(nobody.status).toBe(401);
  const key = { authorization: `Bearer ${await createOwnerApiKey(fixture.services.prisma, owner)}` };
  const malformed = await api('record.list', key, { workspace: 'main', limit: 'many' });
  expect(malformed.status).toBe(400);
  expect(malformed.body.error?.json.data.sync).toMatchObject({ code: 'INPUT_INVALID' });
  expect(malformed.body.error?.json.message).toContain('limit');
  expect(malformed.body.error?.json.data.stack).toBeUndefined();

  await fixture.query(`update member set role = 'nonsense' where "organizationId" = $1`, [owner.workspaceId]);
  const cookie = cookieOf(await enter(await newLink()));
  const broken = await api('flow.list', { cookie }, { workspace: 'main' });
  expect(broken.status).toBe(500);
  const { sync } = broken.body.error?.json.data ?? { sync: {} };
  expect(sync).toMatchObject({ code: 'INTERNAL', detail: expect.stringMatching(/^[0-9a-f]{8}$/) });
  expect(JSON.stringify(broken.body)).not.toMatch(/nonsense|zod|prisma|src\//i);
});

test('what has a counterpart in the API cannot be done beside it', async () => {
  const cookie = cookieOf(await enter(await newLink()));
  const organization = { name: 'x', slug: 'x' };
  expect((await auth('/organization/create', organization, { cookie })).status).toBe(404);
});
