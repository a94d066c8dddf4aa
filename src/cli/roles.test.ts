import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role, reaches } from '#core/access/permissions.ts';
import { handleApiRequest } from '#server/api/handle-api-request.ts';
import { newApiKey } from '#server/auth/new-api-key.ts';
import { handleExport } from '#server/export/handle-export.ts';
import { type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { fillAlerts } from '#testing/fill-alerts.ts';

let fixture: ApiFixture;
let server: Server;
let url: string;
let folder: string;
const keys = new Map<string, string>();
const ids = { issue: 'issue-1', pending: 'pending-1', operation: 'operation-1', delivery: '' };

beforeAll(async () => {
  fixture = await apiFixture('cli_roles');
  folder = await mkdtemp(join(tmpdir(), 'syncline-roles-'));
  const { prisma } = fixture.services;
  const owner = await fixture.person('owner');
  const workspace = await fixture.workspace('main', owner);
  const other = await fixture.workspace('other', owner);
  const graph = twoTables('Pairs', { left: ['crm', 'a'], right: ['crm', 'b'], fields: [['id', 'id']] });
  await writeFile(join(folder, 'flow.json'), JSON.stringify(graph));
  await writeFile(
    join(folder, 'alerts.json'),
    JSON.stringify({
      formatVersion: 1,
      rules: [{ name: 'New', condition: { kind: 'breaker' }, severity: 'info' }],
    }),
  );
  await writeFile(join(folder, 'text.ts'), 'export const one = 1;\n');
  const flow = await prisma.flow.create({
    data: { workspaceId: workspace.id, name: 'Pairs', draft: graph, draftDigest: 'd', draftBy: 'x' },
  });
  const of = { flowId: flow.id, laneId: `${flow.id}:a-map-b` };
  const version = await prisma.flowVersion.create({
    data: { flowId: flow.id, number: 1, graph, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId: flow.id, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
  const at = new Date();
  await prisma.issue.create({
    data: {
      ...{ ...of, id: ids.issue, workspaceId: workspace.id, kind: 'failure', code: 'UNIQUE_VIOLATION' },
      ...{ firstSeen: at, lastSeen: at, lines: 1, records: 1, stateAt: at, sample: {} },
    },
  });
  await prisma.pendingRecord.create({
    data: {
      ...{ ...of, id: ids.pending, recordKey: '["1"]', state: 'held', body: {}, code: 'CONFLICT_HELD' },
      ...{ detail: '', attempts: 0, since: at },
    },
  });
  await prisma.operation.create({
    data: { ...{ id: ids.operation, workspaceId: workspace.id, flowId: flow.id, kind: 'bulk' }, ...made },
  });
  const alerts = await fillAlerts(fixture.services, {
    ...{ marker: 'alert', workspaceId: workspace.id, flowId: flow.id, secret: 'x' },
  });
  ids.delivery = alerts.deliveryId;
  for (const role of Role.options) keys.set(role, await addKey(workspace.id, role));
  keys.set('other', await addKey(other.id, 'owner'));
  server = createServer(async (request, response) => {
    const body = request.method === 'POST' ? await buffer(request) : null;
    const asked = new Request(`http://localhost${request.url}`, {
      ...{ method: request.method ?? 'GET', headers: request.headers as HeadersInit, body },
    });
    const handle = request.url?.startsWith('/api/export') ? handleExport : handleApiRequest;
    const answer = await handle(fixture.services, asked);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) Readable.fromWeb(answer.body as never).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await fixture.close();
  await rm(folder, { recursive: true });
});

const made = { input: {}, state: 'running', createdBy: 'x' };

async function addKey(workspaceId: string, role: Role): Promise<string> {
  const { key, hash, prefix } = newApiKey();
  await fixture.services.prisma.apiKey.create({
    data: { workspaceId, name: role, role, hash, prefix, createdBy: 'x' },
  });
  return key;
}

/** What changes something, with the least role that may; `FLOW` and the like stand for what the fixture has. */
const commands: [Role, ...string[]][] = [
  ['operator', 'records', 'replay', '--flow', 'Pairs', '--yes'],
  ['operator', 'records', 'replay', '--flow', 'Pairs', '--dry-run'],
  ['operator', 'records', 'revert', '--flow', 'Pairs', '--since', '1h', '--yes'],
  ['operator', 'records', 'ignore', '--flow', 'Pairs', '--status', 'parked', '--reason', 'x', '--yes'],
  ['operator', 'conflicts', 'redecide', '--flow', 'Pairs', '--rule', 'newest', '--yes'],
  ['operator', 'conflicts', 'resolve', 'PENDING', '--left'],
  ['operator', 'conflicts', 'resolve', '--flow', 'Pairs', '--left', '--yes'],
  ['operator', 'conflicts', 'retry', 'PENDING'],
  ['operator', 'issues', 'assign', 'ISSUE', '--nobody'],
  ['operator', 'issues', 'snooze', 'ISSUE', '--until', '2h'],
  ['operator', 'issues', 'ignore', 'ISSUE', '--reason', 'x'],
  ['operator', 'issues', 'note', 'ISSUE', 'x'],
  ['operator', 'issues', 'resolve', 'ISSUE'],
  ['operator', 'issues', 'reopen', 'ISSUE'],
  ['operator', 'alerts', 'test', 'alert channel'],
  ['operator', 'alerts', 'redeliver', 'DELIVERY'],
  ['operator', 'operations', 'pause', 'OPERATION'],
  ['operator', 'operations', 'resume', 'OPERATION'],
  ['operator', 'operations', 'rate', 'OPERATION', '10'],
  ['operator', 'operations', 'cancel', 'OPERATION'],
  ['operator', 'ledger', 'audit'],
  ['operator', 'verify', 'Pairs'],
  ['operator', 'flow', 'pause', 'Pairs'],
  ['operator', 'flow', 'resume', 'Pairs'],
  ['editor', 'flow', 'try', 'Pairs'],
  ['editor', 'flow', 'deploy', 'Pairs'],
  ['editor', 'flow', 'apply', 'FOLDER/flow.json', '--deploy'],
  ['editor', 'alerts', 'apply', 'FOLDER/alerts.json'],
  ['editor', 'library', 'push', 'FOLDER/text.ts'],
  ['admin', 'ledger', 'retention', '--keep', '30', '--yes'],
  ['admin', 'masking', 'add', '*.email'],
];

const wordsOf = (words: string[]) =>
  words.map((word) =>
    word
      .replace('PENDING', ids.pending)
      .replace('ISSUE', ids.issue)
      .replace('DELIVERY', ids.delivery)
      .replace('OPERATION', ids.operation)
      .replace('FOLDER', folder),
  );

async function everything() {
  const tables = 'issue issue_event pending_record operation alert_rule alert_delivery masking_rule'.split(
    ' ',
  );
  const rows = [...tables, 'deployment', 'flow_version', 'code_module', 'audit_event', 'setting'].map(
    (table) => `(select json_agg(t) from ${table} t) as ${table}`,
  );
  return fixture.query(`select ${rows.join(', ')}`);
}

test('by the command, every action is refused to keys that must not have it, and nothing has changed', async () => {
  await fixture.runnerSeen();
  const before = await everything();
  const wrong: string[] = [];
  for (const [least, ...words] of commands) {
    for (const role of ['viewer', 'operator', 'editor', 'other'] as const) {
      if (role !== 'other' && reaches(role, least)) continue;
      const argv = [...wordsOf(words), '--workspace', 'main'];
      const { code, stderr } = await runInTest(argv, { url, apiKey: keys.get(role) ?? '' });
      const refused = code === 1 && stderr.includes(role === 'other' ? 'NOT_FOUND' : 'FORBIDDEN');
      if (!refused) wrong.push(`${words.join(' ')} as ${role}: ${code} ${stderr}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await everything()).toEqual(before);
});
