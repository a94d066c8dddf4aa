import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditRemedies } from '#core/ledger/audit-remedies.ts';
import type { AuditReport, LedgerAnchor } from '#core/ledger/audit-report.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>>;
let folder: string;
let report: AuditReport;

const head = { laneId: 'f1:a-map-b', number: 12, hash: 'ab'.repeat(32) };
const holding: AuditReport = {
  ...{ holds: true, findings: [], found: 0, anchoredAt: null, at: 1_000_000 },
  lanes: [
    {
      ...{ laneId: head.laneId, blocks: 12, lines: 4200, earlier: 7, superseded: 1, head },
      removals: [{ at: 2_000_000, by: 'Syncline', reason: 'Past its time.', lines: 300 }],
    },
  ],
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-audit-'));
  report = holding;
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'mutation operation.startAudit': () => ({ id: 'o1' }),
    'query operation.get': () => ({
      id: 'o1',
      kind: 'audit',
      state: 'done',
      progress: null,
      error: null,
      result: report,
    }),
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('an audit that holds exits 0, prints each head and what was removed, and saves an anchor', async () => {
  const file = join(folder, 'anchor.json');
  const run = await runInTest(['ledger', 'audit', '--flow', 'Pairs', '--save-anchor', file], {
    url: server.url,
  });
  expect(run.stderr).not.toContain('error');
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('nothing was altered: 4,200 lines are as they were written.');
  expect(run.stdout).toContain(head.hash);
  expect(run.stdout).toMatch(/Syncline +300 +Past its time\./);
  const saved = JSON.parse(await readFile(file, 'utf8')) as LedgerAnchor;
  expect(saved).toMatchObject({ format: 'syncline-ledger-anchor/1', at: 1_000_000, lanes: [head] });
  await runInTest(['ledger', 'audit', '--anchor', file], { url: server.url });
  expect(
    server.calls.filter(({ path }) => path === 'operation.startAudit').map(({ input }) => input),
  ).toMatchObject([
    { flowId: 'f1', anchor: null },
    { flowId: null, anchor: saved },
  ]);
});

test('one that does not exits 3, names what was altered, and saves no anchor', async () => {
  const finding = { laneId: head.laneId, fault: 'line-changed', block: 3, at: 1_000_000 } as const;
  report = {
    ...holding,
    holds: false,
    found: 1,
    findings: [{ ...finding, seq: '17', recordKey: '["42"]', detail: 'The line is not as it was written.' }],
  };
  const file = join(folder, 'anchor.json');
  const run = await runInTest(['ledger', 'audit', '--save-anchor', file], { url: server.url });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('the ledger was altered: 1 finding.');
  expect(run.stdout).toMatch(/line-changed +f1:a-map-b +3 +17 +42 /);
  expect(run.stdout).toContain(`What to do:\nline-changed: ${auditRemedies['line-changed']}`);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('a file that is no anchor is told', async () => {
  const file = join(folder, 'other.json');
  await writeFile(file, '{"lanes": []}');
  const run = await runInTest(['ledger', 'audit', '--anchor', file], { url: server.url });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('other.json is no anchor of a ledger.');
});
