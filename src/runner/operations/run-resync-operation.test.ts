import { afterEach, expect, test } from 'vitest';
import { flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import type { OperationWork } from './operation-runner.ts';
import { runResyncOperation } from './run-resync-operation.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

test('[E17] a resync goes on where a runner that died had last told that it was', {
  timeout: 90_000,
}, async () => {
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('resync_operation', {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'a' FROM generate_series(1, 120) i`,
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields },
        conflict: { rule: { kind: 'prefer', side: 'left' } },
      },
    ],
  });
  await flow.start();
  await writeUnseen(flow.left, `UPDATE l SET a = 'left'`);
  const { pool, flowId, engine } = flow;
  const told: { progress: Record<string, unknown> | null; stop: AbortController } = {
    progress: null,
    stop: new AbortController(),
  };
  const work = (input: object, progress: Record<string, unknown> | null) =>
    ({
      context: { pool },
      supervisor: { worker: () => ({ running: { engine } }) },
      operation: {
        ...{ id: 'op', workspaceId: 'w', flowId, kind: 'resync', createdAt: 1_700_000_000_000_000, progress },
        input: { stream: 'public.r', ...input },
      },
      report: (latest: object) => {
        told.progress = JSON.parse(JSON.stringify(latest));
        if (told.progress?.met === 60) told.stop.abort();
      },
      signal: told.stop.signal,
    }) as unknown as OperationWork;
  await expect(runResyncOperation(work({ rate: 30 }, null))).rejects.toMatchObject({ name: 'AbortError' });
  expect(told.progress).toMatchObject({ met: 60, settled: 60 });
  told.stop = new AbortController();
  const result = await runResyncOperation(work({}, told.progress));
  expect(result).toEqual({ stream: 'public.r', met: 240, settled: 120, held: 0, parked: 0, open: 0 });
  expect(await flow.right.query(`SELECT FROM r WHERE a = 'left'`)).toHaveLength(120);
  const lines = (await flow.ledger()).filter((line) => line.status === 'resolved');
  expect(lines).toHaveLength(120);
  await expect(runResyncOperation(work({ stream: 'public.none' }, null))).rejects.toMatchObject({
    code: 'STREAM_MISSING',
  });
});
