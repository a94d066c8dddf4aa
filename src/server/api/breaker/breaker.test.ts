import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { toJson } from '#db/to-json.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';

let fixture: ApiFixture;
let api: Api;
let viewer: Api;
let flowId: string;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_breaker');
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  const other = await fixture.person('viewer');
  await fixture.join(access, other, 'viewer');
  api = fixture.as(owner);
  viewer = fixture.as(other);
  const { prisma } = fixture.services;
  const flow = await prisma.flow.create({
    data: { workspaceId: access.id, name: 'CRM', draft: {}, draftDigest: 'd', draftBy: 'x' },
  });
  flowId = flow.id;
  const lane = (id: string, more: object) => ({
    id,
    left: { connection: 'crm', stream: { name: 'public.contacts' } },
    right: { connection: 'app', stream: { name: 'public.people' } },
    direction: 'both',
    ...more,
  });
  const version = await prisma.flowVersion.create({
    data: {
      flowId,
      number: 1,
      graph: {},
      digest: 'd',
      lanes: [lane('a-map-b', {}), lane('off', { breaker: 'off' })],
      message: '',
      createdBy: 'x',
    },
  });
  await prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
});
afterAll(() => fixture.close());

async function trip(lane: string, side: BreakerTrip['side'], trippedAt: number): Promise<void> {
  const preview: BreakerTrip['preview'] = {
    reason: 'Too many.',
    until: '00B0',
    complete: true,
    streams: [{ stream: 'public.contacts', stopped: true, insert: 1, update: 0, delete: 9, truncate: 0 }],
    truncated: 0,
    transactionCount: 1,
    transactions: [],
    samples: [],
  };
  await fixture.services.prisma.breakerTrip.create({
    data: {
      laneId: `${flowId}:${lane}`,
      side,
      flowId,
      state: 'tripped',
      body: toJson({ kinds: ['deletes'], preview }),
      trippedAt: BigInt(trippedAt),
      until: '00B0',
    },
  });
}

test('[E12] what a breaker stopped is shown with its lane, decided as far as it was seen, and written down', async () => {
  await trip('a-map-b', 'left', 5);
  await trip('off', 'left', 6);
  await trip('gone', 'left', 7);
  const shown = await viewer.breaker.show({ workspace, id: flowId });
  expect(shown).toMatchObject([
    {
      side: 'left',
      from: { connection: 'crm', stream: 'public.contacts' },
      to: { connection: 'app', stream: 'public.people' },
      twoWay: true,
      figures: { deletes: 9 },
    },
  ]);
  const laneId = `${flowId}:a-map-b`;
  const input = { workspace, id: flowId, laneId, side: 'left' as const, trippedAt: 5, until: '00A0' };
  expect((await outcome(() => viewer.breaker.decide({ ...input, verdict: 'approve' }))).code).toBe(
    'FORBIDDEN',
  );
  const decide = (more: object) =>
    outcome(() => api.breaker.decide({ ...input, verdict: 'discard', ...more }));
  // Another trip, and one further than has been looked through.
  expect((await decide({ trippedAt: 4 })).code).toBe('NOT_FOUND');
  expect((await decide({ until: '00C0' })).code).toBe('NOT_FOUND');
  expect((await decide({})).code).toBe('ok');
  expect((await decide({})).code).toBe('NOT_FOUND');
  const [row] = await fixture.query(
    `SELECT state, until, "decidedBy" AS by FROM breaker_trip WHERE "laneId" = $1`,
    [laneId],
  );
  expect(row).toMatchObject({ state: 'discarded', until: '00A0', by: expect.stringContaining('owner') });
  const [event] = (await api.activity.list({ workspace })).events;
  expect(event).toMatchObject({ action: 'breaker.discard', target: { name: 'CRM' }, detail: { laneId } });
  expect(await viewer.breaker.show({ workspace, id: flowId })).toEqual([]);
});
