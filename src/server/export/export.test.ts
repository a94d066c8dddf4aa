import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { microsToIso } from '#lib/micros.ts';
import { type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { newApiKey } from '../auth/new-api-key.ts';
import { handleExport } from './handle-export.ts';

let fixture: ApiFixture;
let server: Server;
let url: string;
let folder: string;
let flowId: string;
let workspaceId: string;
const keys = { owner: '', viewer: '' };
const workspace = 'main';
/** More than are read at once. */
const LINES = 5203;

/** What is hard to keep: more digits than a number has, microseconds, nulls beside empty texts, formulas. */
const hard = {
  id: '9007199254740993',
  amount: '12345678901234567890.123456789012345678',
  at: '2026-11-26 12:00:00.123456+00',
  empty: '',
  none: null,
  text: '=HYPERLINK("http://x","y"), "quoted"\r\nnext; ß 😀 \u0000',
  bytes: '\\x00ff3d22',
  '=cmd|"x"!A0': '@SUM(1)\t\u2028\ufeff',
};

const line = (ordinal: number, rest: Partial<LedgerEntry> = {}): LedgerEntry =>
  ledgerEntry({
    ...{ flowId, laneId: `${flowId}:a-map-b`, ordinal, commitTime: 1_795_000_000_123_457 + ordinal },
    recordKey: JSON.stringify([hard.id, String(ordinal)]),
    before: { ...hard, text: null },
    after: hard,
    ...rest,
  });

beforeAll(async () => {
  fixture = await apiFixture('export');
  folder = await mkdtemp(join(tmpdir(), 'syncline-export-'));
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  workspaceId = access.id;
  const { prisma, pool, secretKey } = fixture.services;
  const flow = await prisma.flow.create({
    data: { workspaceId, name: 'Pairs', draft: {}, draftDigest: 'd', draftBy: 'x' },
  });
  flowId = flow.id;
  const end = (stream: string) => ({ connection: 'crm', stream: { name: stream } });
  const lane = {
    ...{ id: 'a-map-b', mappingNodeId: 'map', left: end('a'), right: end('b') },
    fields: Object.keys(hard).map((name) => ({ left: name, right: name, key: name === 'id' })),
  };
  const version = await prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes: [lane], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'paused', desiredBy: 'x' },
  });
  const store = new PgLaneStore(pool, workspaceId, secretKey);
  const lines = Array.from({ length: LINES }, (_, ordinal) => line(ordinal));
  lines.push(line(LINES, { status: 'failed', code: 'WRITE_FAILED', detail: '=1+1 was refused' }));
  for (let at = 0; at < lines.length; at += 1000) {
    await store.commit({ flowId, epoch: 0 }, { entries: lines.slice(at, at + 1000) });
  }
  for (const role of ['owner', 'viewer'] as const) {
    const { key, hash, prefix } = newApiKey();
    keys[role] = key;
    await prisma.apiKey.create({ data: { workspaceId, name: role, role, hash, prefix, createdBy: 'x' } });
  }
  server = createServer(async (request, response) => {
    const answer = await handleExport(
      fixture.services,
      new Request(`http://localhost${request.url}`, { headers: request.headers as HeadersInit }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    Readable.fromWeb(answer.body as never).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(async () => {
  server.close();
  await fixture.close();
  await rm(folder, { recursive: true });
});

const ask = (asked: Record<string, string>, key = keys.owner) =>
  fetch(`${url}/api/export?${new URLSearchParams({ workspace, ...asked })}`, {
    headers: { authorization: `Bearer ${key}` },
  });

/** The ledger as the API tells it, newest first. */
async function ledger() {
  const api = fixture.as({
    kind: 'api-key',
    id: 'k',
    name: 'k',
    workspace: { id: workspaceId, slug: workspace, name: workspace, role: 'owner' },
  });
  const all = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof api.record.list>> = await api.record.list({
      workspace,
      cursor,
      limit: 500,
    });
    all.push(...page.entries);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

describe('an export has every line, with its values as they are', () => {
  test('Parquet, read back by another library', async () => {
    const answer = await ask({ format: 'parquet' });
    expect(answer.headers.get('content-disposition')).toMatch(
      /attachment; filename="main-ledger-\d+\.parquet"/,
    );
    const file = await answer.arrayBuffer();
    const metadata = await parquetMetadataAsync(file);
    expect(Number(metadata.num_rows)).toBe(LINES + 1);
    const rows = await parquetReadObjects({
      file,
      parsers: { timestampFromMicroseconds: (at: bigint) => at } as never,
    });
    const expected = (await ledger()).map((row) => ({
      ...{ seq: BigInt(row.seq), committedAt: BigInt(row.commitTime), ordinal: BigInt(row.ordinal) },
      ...{ code: row.code, recordKey: row.recordKey, before: row.before, after: row.after },
    }));
    expect(
      rows.map((row) => ({
        ...{ seq: row.seq, committedAt: row.committedAt, ordinal: row.ordinal, code: row.code ?? null },
        ...{ recordKey: row.recordKey, before: row.before, after: row.after },
      })),
    ).toEqual(expected);
    expect(rows[0]).toMatchObject({ after: hard });
    expect(rows[0]?.targetAfter ?? null).toBeNull();
  });

  test('JSONL', async () => {
    const lines = (await (await ask({ format: 'jsonl' })).text()).trimEnd().split('\n');
    const expected = await ledger();
    expect(lines).toHaveLength(expected.length);
    const first = JSON.parse(lines[1]!);
    expect(first).toMatchObject({ seq: expected[1]?.seq, after: hard, code: null, operationId: null });
    expect(first.committedAt).toBe(microsToIso(expected[1]!.commitTime));
  });

  test('CSV: nulls are empty cells, empty texts are "", and no text is a formula', async () => {
    const text = await (await ask({ format: 'csv' })).text();
    const rows = text.split('\r\n');
    // A header, a line each, and what comes after the last end of line.
    expect(rows).toHaveLength(1 + LINES + 1 + 1);
    expect(rows[0]).toMatch(/^"seq","committedAt",/);
    expect(rows[1]).toContain(`"WRITE_FAILED","'=1+1 was refused",`);
    expect(rows[2]).toContain(`"applied",,"",`);
    const [, entry] = await ledger();
    expect(entry?.after).toEqual(hard);
    expect(rows[2]).toContain(`"${JSON.stringify(entry?.after).replaceAll('"', '""')}"`);
  });

  test('filtered as the page is', async () => {
    const filter = JSON.stringify({ flowId, status: ['failed'] });
    expect((await (await ask({ format: 'jsonl', filter })).text()).trimEnd().split('\n')).toHaveLength(1);
    const none = JSON.stringify({ text: 'no such text anywhere' });
    expect(await (await ask({ format: 'jsonl', filter: none })).text()).toBe('');
    const empty = await (await ask({ format: 'parquet', filter: none })).arrayBuffer();
    expect(Number((await parquetMetadataAsync(empty)).num_rows)).toBe(0);
  });
});

test('what is masked for the caller is masked in the file, and cannot be filtered by', async () => {
  const { id } = await fixture.services.prisma.maskingRule.create({
    data: { workspaceId, connection: '*', stream: '*', field: 'amount', least: 'admin', createdBy: 'x' },
  });
  for (const format of ['csv', 'jsonl', 'parquet']) {
    const bytes = Buffer.from(await (await ask({ format }, keys.viewer)).arrayBuffer());
    expect(bytes.includes(hard.amount)).toBe(false);
  }
  const filter = JSON.stringify({ text: hard.amount });
  expect(await (await ask({ format: 'jsonl', filter }, keys.viewer)).text()).toBe('');
  const [row] = (await (await ask({ format: 'jsonl' }, keys.viewer)).text()).split('\n', 1);
  expect(JSON.parse(row!).after).toMatchObject({ amount: { masked: 1 }, at: hard.at });
  await fixture.services.prisma.maskingRule.delete({ where: { id } });
});

test('nobody else gets one, and a bad request says what is wrong', async () => {
  expect((await fetch(`${url}/api/export?workspace=${workspace}&format=csv`)).status).toBe(401);
  expect((await ask({ format: 'csv', workspace: 'other' })).status).toBe(404);
  expect((await ask({ format: 'csv', operation: 'none' })).status).toBe(404);
  const bad: Record<string, string>[] = [
    { format: 'xml' },
    { format: 'csv', filter: '{' },
    { format: 'csv', filter: '{"status":["x"]}' },
  ];
  for (const asked of bad) {
    const answer = await ask(asked);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'INPUT_INVALID', remedy: expect.stringMatching(/./) });
  }
});

test('a reader that goes away ends the reading, and the account has who exported', async () => {
  const answer = await ask({ format: 'parquet' });
  await answer.body?.cancel();
  const { answer: shown } = await outcome(() =>
    fixture
      .as({
        kind: 'api-key',
        id: 'k',
        name: 'k',
        workspace: { id: workspaceId, slug: workspace, name: workspace, role: 'owner' },
      })
      .activity.list({ workspace }),
  );
  expect((shown as { events: { action: string; actor: string }[] }).events[0]).toMatchObject({
    action: 'record.export',
    actor: 'API key "owner"',
  });
});

test.each(['csv', 'jsonl', 'parquet'])(
  'nobody who went away is read on for, though nothing was found yet: %s',
  async (format) => {
    const { pool } = fixture.services;
    /** Exports what there is none of. @returns how often the store was asked. @param upTo then the reader goes away */
    async function asked(upTo: number): Promise<number> {
      let count = 0;
      let reader: ReadableStreamDefaultReader | null = null;
      let gone: Promise<void> | undefined;
      const connect = (...asked: unknown[]) => {
        count += 1;
        if (count === upTo) gone = reader?.cancel();
        return (pool.connect as (...asked: unknown[]) => unknown).apply(pool, asked);
      };
      const watched = Object.create(pool, { connect: { value: connect } });
      const filter = JSON.stringify({ text: 'no such text anywhere' });
      const answer = await handleExport(
        { ...fixture.services, pool: watched },
        new Request(`http://localhost/api/export?${new URLSearchParams({ workspace, format, filter })}`, {
          headers: { authorization: `Bearer ${keys.owner}` },
        }),
      );
      reader = answer.body!.getReader();
      while (!(await reader.read()).done);
      await gone;
      return count;
    }
    const whole = await asked(Number.POSITIVE_INFINITY);
    expect(await asked(4)).toBeLessThan(whole / 2);
  },
);

test('an operation’s results are exported as well', async () => {
  const { id } = await fixture.services.prisma.operation.create({
    data: { workspaceId, flowId, kind: 'bulk', input: {}, state: 'done', createdBy: 'x' },
  });
  await fixture.query(
    `INSERT INTO operation_record (operation_id, lane_id, record_key, outcome, code, detail, after)
     VALUES ($1, $2, '["1"]', 'refused', 'CHANGED_SINCE', 'It holds more.', '{"left": {"id": "1"}, "right": null}')`,
    [id, `${flowId}:a-map-b`],
  );
  const text = await (await ask({ format: 'jsonl', operation: id })).text();
  expect(JSON.parse(text)).toMatchObject({
    recordKey: '["1"]',
    outcome: 'refused',
    after: { left: { id: '1' } },
  });
});

test('the command writes the file, and says what the server says', async () => {
  const out = join(folder, 'failed.csv');
  const run = await runInTest(
    ['records', 'export', '--status', 'failed', '--out', out, '--workspace', workspace],
    {
      url,
      apiKey: keys.owner,
    },
  );
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/Written to .*failed\.csv: [\d,]+ bytes\./);
  expect((await readFile(out, 'utf8')).split('\r\n')).toHaveLength(3);
  const refused = await runInTest(['records', 'export', '--out', out, '--workspace', 'other'], {
    url,
    apiKey: keys.owner,
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('There is no workspace "other".');
});

test('an export that breaks off leaves no file, and one that was there stays', async () => {
  const breaking = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write('"seq"\r\n"1"\r\n', () => response.destroy());
  });
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve));
  const { port } = breaking.address() as AddressInfo;
  const out = join(folder, 'broken.csv');
  const before = await readdir(folder);
  const run = () =>
    runInTest(['records', 'export', '--out', out, '--workspace', workspace], {
      ...{ url: `http://127.0.0.1:${port}`, apiKey: keys.owner },
    });
  const broken = await run();
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain('The export broke off before its end');
  expect(await readdir(folder)).toEqual(before);
  await writeFile(out, 'earlier');
  expect((await run()).code).toBe(1);
  expect(await readFile(out, 'utf8')).toBe('earlier');
  await new Promise((resolve) => breaking.close(resolve));
});
