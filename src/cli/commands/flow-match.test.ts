import { afterEach, expect, test } from 'vitest';
import type { MatchReport } from '#core/matching/match-report.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Runs the command against a server on which the operation ends with this. */
async function run(argv: string[], operation: object) {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query flow.get': () => ({ id: 'f1', draft: exampleFlow() }),
    'mutation operation.startMatch': () => ({ id: 'o1' }),
    'mutation operation.startUndoFirstSync': () => ({ id: 'o1' }),
    'query operation.get': () => ({ id: 'o1', state: 'done', progress: null, error: null, ...operation }),
  });
  const result = await runInTest(argv, { url: server.url });
  const started = server.calls.find(({ path }) => path.startsWith('operation.start'));
  return { ...result, started: started?.input };
}

function report(ambiguous: number): MatchReport {
  const rows = ambiguous === 0 ? 2 : 4;
  const side = { rows, unnamed: 0, unnamedSamples: [] };
  const groups: MatchReport['groups'] = [{ kind: '1:1', names: 2, left: 2, right: 2, samples: [] }];
  if (ambiguous > 0) {
    const samples = [{ left: [{ id: '3', email: 'a@x.org' }], right: [] }];
    groups.push({ kind: 'n:1', names: 1, left: 2, right: 1, samples });
  }
  return {
    mappingNodeId: 'map',
    by: [{ left: 'email', right: 'email_address', form: 'email' }],
    left: { ...side, stream: 'public.contacts' },
    right: { ...side, stream: 'public.people' },
    groups,
    meeting: {
      compared: 2,
      agree: 1,
      writes: { left: 0, right: 1 },
      held: 0,
      refused: 0,
      refusals: [],
      fields: [],
      skipped: [],
    },
    alone: { left: { records: 0, rule: 'create' }, right: { records: 1, rule: 'ignore' } },
    ambiguous: { left: ambiguous, right: 0 },
    at: 1,
  };
}

test('[E18] flow match tries the draft’s only mapping, and exits 0 where none would wait', async () => {
  const { code, stdout, started } = await run(['flow', 'match', 'Pairs'], {
    kind: 'match',
    result: report(0),
  });
  expect(code).toBe(0);
  expect(stdout).toContain(
    'public.contacts (2) and public.people (2), by email = email_address as an e-mail address',
  );
  expect(stdout).toContain('2 would be linked: 1 agree, 0 would be written on the left and 1 on the right.');
  expect(stdout).toContain('Alone: 0 on the left (create), 1 on the right (ignore).');
  expect(started).toMatchObject({ flowId: 'f1', mapping: 'map' });
});

test('[E18] flow match exits 3 where several go by one name, and shows them', async () => {
  const { code, stdout } = await run(['flow', 'match', 'Pairs'], { kind: 'match', result: report(2) });
  expect(code).toBe(3);
  expect(stdout).toContain('2 would wait, since several go by one name.');
  expect(stdout).toContain('n:1:\n  left   3 · a@x.org');
});

test('flow undo-first-sync says what was taken back, and what stays', async () => {
  const result = { undone: 1200, gone: 0, changed: 3, failed: 0, samples: [] };
  const undo = ['flow', 'undo-first-sync', 'Pairs'];
  const { code, stdout, started } = await run([...undo, '--mapping', 'map'], {
    kind: 'undo-first-sync',
    result,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('1,200 writes taken back, 3 have changed since and stay');
  expect(started).toMatchObject({ flowId: 'f1', mapping: 'map' });
  await server?.close();
  expect((await run(undo, {})).code).toBe(2);
});
