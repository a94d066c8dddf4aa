import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allows,
  type Permission,
  permissions,
  Role,
  type WorkspacePermission,
} from '#core/access/permissions.ts';
import type { Proposal } from '#core/drift/proposal.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import type { WorkspaceAccess } from '#db/workspace-directory.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { fillAlerts } from '#testing/fill-alerts.ts';
import {
  markedGraph as graph,
  procedureInputs as inputs,
  marker,
  type ProcedureIds,
} from '#testing/procedure-inputs.ts';
import type { Caller } from '../auth/caller.ts';
import { newApiKey } from '../auth/new-api-key.ts';
import { sealSecrets } from '../connections/seal-secrets.ts';
import { appRouter } from './app-router.ts';
import type { Meta } from './trpc.ts';

type Person = Extract<Caller, { kind: 'user' }>;
type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; meta?: Meta } };

const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
const paths = Object.keys(procedures) as Permission[];
const withinWorkspace = paths.filter(
  (path): path is WorkspacePermission => Role.safeParse(permissions[path]).success,
);

const password = 'the-password-nobody-may-see';

/** A proposal as the runner keeps it. */
function addedField(field: string): Proposal {
  const drift = { kind: 'field-added', side: 'left', field, nativeType: 'text', required: false } as const;
  return { drift, severity: 'info', title: field, detail: '', options: [] };
}

/** What somebody else's ids are answered with where it is no error: an answer with nothing of theirs in it. */
const answersWithoutIds: Permission[] = [
  'mapping.thresholds',
  'ledger.status',
  'ledger.previewRetention',
  'masking.list',
  'library.list',
  'template.list',
  'member.list',
  'apiKey.list',
  'connection.list',
  'flow.list',
  'flow.onList',
  'flow.validate',
  'flow.plan',
  'record.list',
  'record.count',
  'conflict.counts',
  'conflict.list',
  'conflict.retry',
  'home.summary',
  'issue.list',
  'issue.countOpen',
  'operation.list',
  'activity.list',
  'alert.summary',
  'alert.incidents',
  'alert.rules',
  'alert.exportRules',
  'alert.channels',
  'alert.deliveries',
];

/** These make something of the caller's own and name nothing of anybody else's. */
const makesOwn: Permission[] = [
  'mapping.setThresholds',
  'masking.add',
  'workspace.rename',
  'member.invite',
  'apiKey.create',
  'connection.create',
  'flow.create',
  'template.create',
  'flow.applyGraph',
  'operation.startDemoTraffic',
];

let fixture: ApiFixture;
let first: WorkspaceAccess;
let second: WorkspaceAccess;
let ownerOfFirst: Person;
let ownerOfSecond: Person;
let ids: ProcedureIds;
let keyHash: string;

beforeAll(async () => {
  fixture = await apiFixture('every_procedure');
  ownerOfFirst = await fixture.person(`${marker}-owner`);
  ownerOfSecond = await fixture.person('other-owner');
  first = await fixture.workspace('first', ownerOfFirst);
  second = await fixture.workspace('second', ownerOfSecond);
  ids = await fillFirst();
});
afterAll(() => fixture.close());

function call(api: Api, path: Permission, input: Record<string, unknown>): () => Promise<unknown> {
  const [resource, verb] = path.split('.') as [keyof Api, string];
  const procedure = (api[resource] as unknown as Record<string, (input: unknown) => Promise<unknown>>)[verb];
  if (!procedure) throw new Error(`no procedure ${path}`);
  return () => procedure(input);
}

test('every procedure declares the permission of its own path, and the table has no other', () => {
  for (const path of paths) expect(procedures[path]?._def.meta?.permission, path).toBe(path);
  expect(paths.toSorted()).toEqual(Object.keys(permissions).toSorted());
});

describe('nobody signed in', () => {
  test.each(paths.filter((path) => permissions[path] !== 'public'))('%s is refused', async (path) => {
    const api = fixture.as({ kind: 'nobody' });
    const { code } = await outcome(call(api, path, { workspace: 'first', ...inputs[path](ids) }));
    expect(code).toBe('UNAUTHENTICATED');
  });
});

describe('somebody of another workspace', () => {
  test.each(withinWorkspace)('%s in that workspace is not found', async (path) => {
    const api = fixture.as(ownerOfSecond);
    const { code } = await outcome(call(api, path, { workspace: 'first', ...inputs[path](ids) }));
    expect(code).toBe('NOT_FOUND');
  });

  test.each(withinWorkspace)('%s by an API key in that workspace is not found', async (path) => {
    const api = fixture.as({ kind: 'api-key', id: 'k', name: 'k', workspace: second });
    const { code } = await outcome(call(api, path, { workspace: 'first', ...inputs[path](ids) }));
    expect(code).toBe('NOT_FOUND');
  });

  test.each(withinWorkspace)("%s with that workspace's ids tells and changes nothing", async (path) => {
    await fixture.runnerSeen();
    const before = await everythingOfFirst();
    const api = fixture.as(ownerOfSecond);
    const { code, answer } = await outcome(call(api, path, { workspace: 'second', ...inputs[path](ids) }));
    if (answersWithoutIds.includes(path)) {
      expect(code).toBe('ok');
      // A graph that the caller sent comes back in its problems and plan: that is no leak.
      if (path !== 'flow.validate' && path !== 'flow.plan')
        expect(JSON.stringify(answer)).not.toContain(marker);
    } else if (!makesOwn.includes(path)) {
      expect(['NOT_FOUND', 'MODULE_MISSING']).toContain(code);
    }
    expect(await everythingOfFirst()).toEqual(before);
  });
});

describe.each(Role.options)('the role %s', (role) => {
  test.each(withinWorkspace)('%s follows the table', async (path) => {
    const person: Person = { ...ownerOfFirst, id: await memberOfFirst(role) };
    const key: Caller = { kind: 'api-key', id: 'k', name: 'k', workspace: { ...first, role } };
    for (const caller of [person, key]) {
      // An input of another form is refused only after the permission was looked at.
      const { code } = await outcome(call(fixture.as(caller), path, { workspace: 'first', ...brokenInput }));
      if (allows(role, path)) expect(code).not.toBe('FORBIDDEN');
      else expect(code).toBe('FORBIDDEN');
    }
  });
});

test('no answer holds a secret, a hash or a sealed text', async () => {
  const sealed = await fixture.query<{ secrets: string }>(
    'select secrets from connection union all select secrets from alert_channel',
  );
  const api = fixture.as(ownerOfFirst);
  for (const path of paths) {
    if (procedures[path]?._def.type === 'mutation') continue;
    const { answer } = await outcome(call(api, path, { workspace: 'first', ...inputs[path](ids) }));
    const text = JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const secret of [password, keyHash, ...sealed.map((row) => row.secrets)]) {
      expect(text ?? '', path).not.toContain(secret);
    }
  }
});

test('every code that a call can be refused with is documented', () => {
  for (const code of ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'INPUT_INVALID', 'INTERNAL']) {
    expect(errorMeanings).toHaveProperty(code);
  }
});

/** Of the wrong type for whatever a procedure asks for. */
const brokenInput = {
  ...Object.fromEntries(
    'id ids name graph filter flowId memberId invitationId'.split(' ').map((name) => [name, 1]),
  ),
  ...Object.fromEntries('option limit rate accept least file kind'.split(' ').map((name) => [name, 'x'])),
};

const members = new Map<Role, string>();

async function memberOfFirst(role: Role): Promise<string> {
  const known = members.get(role);
  if (known) return known;
  const person = await fixture.person(`${role}-${randomUUID()}`);
  await fixture.join(first, person, role);
  members.set(role, person.id);
  return person.id;
}

/** Every row of the first workspace, as text. */
async function everythingOfFirst(): Promise<unknown> {
  return fixture.query(
    `select (select json_agg(t order by id) from connection t where "workspaceId" = $1) as connections,
            (select json_agg(t order by id) from flow t where "workspaceId" = $1) as flows,
            (select json_agg(t) from deployment t where "flowId" = $2) as deployment,
            (select json_agg(t order by number) from flow_version t where "flowId" = $2) as versions,
            (select json_agg(t) from pending_record t where "flowId" = $2) as pending,
            (select json_agg(t) from issue t where "workspaceId" = $1) as issues,
            (select json_agg(t order by id) from issue_event t) as "issueEvents",
            (select json_agg(t) from schema_drift t where "flowId" = $2) as drifts,
            (select json_agg(t order by id) from operation t where "workspaceId" = $1) as operations,
            (select json_agg(t order by id) from member t where "organizationId" = $1) as members,
            (select json_agg(t order by id) from invitation t where "organizationId" = $1) as invitations,
            (select json_agg(t order by id) from masking_rule t where "workspaceId" = $1) as masking,
            (select json_agg(t) from code_module t where "workspaceId" = $1) as modules,
            (select json_agg(t) from node_template t where "workspaceId" = $1) as templates,
            (select json_agg(v) from code_module_version v) as "moduleVersions",
            (select json_agg(t order by id) from api_key t where "workspaceId" = $1) as keys,
            (select json_agg(t order by id) from alert_rule t where "workspaceId" = $1) as rules,
            (select json_agg(t order by id) from alert_channel t where "workspaceId" = $1) as channels,
            (select json_agg(t order by id) from alert_incident t where "workspaceId" = $1) as incidents,
            (select json_agg(t order by id) from alert_delivery t where "workspaceId" = $1) as deliveries,
            (select json_agg(t order by id) from audit_event t where "workspaceId" = $1) as audit,
            (select json_agg(t) from organization t where id = $1) as workspace`,
    [first.id, ids.flowId],
  );
}

/** One of everything in the first workspace. */
async function fillFirst(): Promise<ProcedureIds> {
  const { prisma, secretKey } = fixture.services;
  const by = { createdBy: marker };
  const connectionId = randomUUID();
  await prisma.connection.create({
    data: {
      id: connectionId,
      workspaceId: first.id,
      name: `${marker} connection`,
      connector: 'postgres',
      config: { host: '127.0.0.1', port: 1, database: marker, user: marker, ssl: 'disable' },
      secrets: sealSecrets(secretKey, connectionId, { password }),
      ...by,
    },
  });
  const draft = { ...graph };
  const flow = await prisma.flow.create({
    data: { workspaceId: first.id, name: graph.name, draft, draftDigest: 'd', draftBy: marker },
  });
  const version = await prisma.flowVersion.create({
    data: { flowId: flow.id, number: 1, graph: draft, digest: 'd', lanes: [], message: marker, ...by },
  });
  await prisma.deployment.create({
    data: { flowId: flow.id, versionId: version.id, desired: 'running', desiredBy: marker },
  });
  const pending = await prisma.pendingRecord.create({
    data: {
      flowId: flow.id,
      laneId: `${flow.id}:a-map-b`,
      recordKey: '["1"]',
      state: 'held',
      body: {},
      code: 'CONFLICT_HELD',
      detail: marker,
      attempts: 0,
      since: new Date(),
    },
  });
  const issue = await prisma.issue.create({
    data: {
      id: randomUUID(),
      workspaceId: first.id,
      flowId: flow.id,
      laneId: `${flow.id}:a-map-b`,
      kind: 'failure',
      code: 'UNIQUE_VIOLATION',
      constraint: marker,
      firstSeen: new Date(),
      lastSeen: new Date(),
      lines: 1,
      records: 1,
      sample: { recordKey: '["1"]', detail: marker },
      stateAt: new Date(),
    },
  });
  const drift = await prisma.schemaDrift.create({
    data: { flowId: flow.id, laneId: `${flow.id}:a-map-b`, key: 'k', body: addedField(marker) },
  });
  const operation = await prisma.operation.create({
    data: { workspaceId: first.id, kind: 'verify', input: { marker }, state: 'done', ...by },
  });
  const alerts = await fillAlerts(fixture.services, {
    marker,
    workspaceId: first.id,
    flowId: flow.id,
    secret: password,
  });
  const { hash, prefix } = newApiKey();
  keyHash = hash;
  const key = await prisma.apiKey.create({
    data: { workspaceId: first.id, name: marker, role: 'viewer', hash, prefix, ...by },
  });
  const invitation = await prisma.invitation.create({
    data: {
      id: randomUUID(),
      organizationId: first.id,
      email: `${marker}@example.test`,
      role: 'viewer',
      expiresAt: new Date(Date.now() + 3_600_000),
      inviterId: ownerOfFirst.id,
    },
  });
  await prisma.auditEvent.create({
    data: {
      workspaceId: first.id,
      actor: marker,
      action: 'test',
      target: { kind: 'x', id: 'x', name: marker },
    },
  });
  const rule = await prisma.maskingRule.create({
    data: {
      workspaceId: first.id,
      connection: marker,
      stream: '*',
      field: marker,
      least: 'admin',
      createdBy: marker,
    },
  });
  const moduleName = marker;
  const module = await prisma.codeModule.create({ data: { workspaceId: first.id, name: moduleName } });
  await prisma.codeModuleVersion.create({
    data: { moduleId: module.id, number: 1, source: `// ${marker}`, message: marker, ...by },
  });
  const template = await prisma.nodeTemplate.create({
    data: {
      ...{ workspaceId: first.id, name: marker, description: marker, updatedBy: marker, ...by },
      body: { formatVersion: 1, nodes: [{ id: 'n', kind: 'note', text: marker }], edges: [] },
    },
  });
  const member = await prisma.member.findFirstOrThrow({ where: { organizationId: first.id } });
  return {
    slug: first.slug,
    connectionId,
    flowId: flow.id,
    pendingId: pending.id,
    issueId: issue.id,
    driftId: drift.id,
    operationId: operation.id,
    ...alerts,
    memberId: member.id,
    invitationId: invitation.id,
    apiKeyId: key.id,
    maskingRuleId: rule.id,
    moduleName,
    templateId: template.id,
  };
}
