import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import { ContinuousVerify } from './continuous-verify.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
const stop = new AbortController();
let following: Promise<void> | null = null;
afterEach(async () => {
  stop.abort();
  await following;
  await flow?.close();
});

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

test('[E17] a continuous verify walks again and again while it is on, and tells what it found last', {
  timeout: 120_000,
}, async () => {
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  flow = await flowOnDatabases('continuous', {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'a' FROM generate_series(1, 50) i`,
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
  });
  await flow.start();
  const warnings: string[] = [];
  const logger = {
    debug() {},
    info() {},
    error() {},
    warn: (_: object, text: string) => warnings.push(text),
  };
  const verify = new ContinuousVerify(logger, 50);
  following = verify.follow(flow.engine, stop.signal);
  verify.on = true;
  await eventually('the first walk is through', () => verify.last?.agree === 50, 40);
  expect(verify.last).toMatchObject({ records: 50, differ: 0, waiting: 0 });
  await writeUnseen(flow.left, `UPDATE l SET a = 'unseen' WHERE id = 7`);
  await eventually('a later walk finds the difference', () => verify.last?.differ === 1, 40);
  verify.on = false;
  const told = verify.last;
  await writeUnseen(flow.left, `UPDATE l SET a = 'unseen' WHERE id = 8`);
  // Switched on again it goes on; what it told in between was its last walk.
  expect(verify.last).toBe(told);
  verify.on = true;
  await eventually('it goes on', () => verify.last?.differ === 2, 40);
  expect(warnings).toEqual([]);
});
