import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { startTcpProxy, type TcpProxy } from '#testing/faults/tcp-proxy.ts';

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;
   INSERT INTO ${name} SELECT i, 'same' FROM generate_series(1, 5) i;`;

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
const proxies = new Map<string, TcpProxy>();
afterEach(async () => {
  for (const proxy of proxies.values()) await proxy.close();
  proxies.clear();
  await flow?.close();
  flow = null;
});

/** A flow whose databases are reached through proxies once it has been through its first sync. */
async function flowThroughProxies(label: string) {
  const started = await flowOnDatabases(label, {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields: ['id', 'a'].map((name) => ({ left: name, right: name })) },
      },
    ],
    reach: (side, url) => proxies.get(side)?.through(url) ?? url,
  });
  flow = started;
  await started.start();
  await started.stop();
  for (const side of ['left', 'right'] as const) proxies.set(side, await startTcpProxy(started[side].url));
  return { started, left: proxies.get('left') as TcpProxy, right: proxies.get('right') as TcpProxy };
}

// Nothing tells an engine that a connection is half open: without an end of its own it would wait for TCP.
describe('an engine that is stopped while a side does not answer any more', () => {
  test('[E7] in the middle of a batch: it ends, and what was not written comes again', async () => {
    const { started, right } = await flowThroughProxies('stop_batch');
    await started.start();
    right.freeze(true);
    const before = right.swallowed;
    await started.left.query(`UPDATE l SET a = 'changed' WHERE id = 1`);
    await eventually('the batch waits', () => right.swallowed > before + 1);
    expect(await started.stop()).toBeNull();
    right.freeze(false);
    await started.start();
    const changed = () => started.right.query(`SELECT a FROM r WHERE id = 1`);
    await eventually('it is carried', async () => (await changed())[0]?.a === 'changed');
  }, 90_000);

  test.each(['left', 'right'] as const)(
    'while it starts, with the %s side away',
    async (side) => {
      const { started, ...sides } = await flowThroughProxies(`stop_start_${side}`);
      const starting = started.start({ untilLive: false });
      await starting;
      sides[side].freeze(true);
      await eventually('it waits', () => sides[side].swallowed > 0);
      expect(await started.stop()).toBeNull();
    },
    90_000,
  );
});
