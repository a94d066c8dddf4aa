import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { startTcpProxy, type TcpProxy } from '#testing/faults/tcp-proxy.ts';
import { laneSketch } from '#testing/fuzz/lane-sketch.ts';
import { meetingScenario } from '#testing/fuzz/meeting-scenario.ts';
import type { Pair } from '#testing/fuzz/pair.ts';
import { testSystems } from '#testing/systems/test-systems.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
const proxies = new Map<string, TcpProxy>();
afterEach(async () => {
  for (const proxy of proxies.values()) await proxy.close();
  proxies.clear();
  await flow?.close();
  flow = null;
});

/** A flow whose databases are reached through proxies once it has been through its first sync. */
async function flowThroughProxies(label: string, pair: Pair) {
  const { tables, initial } = meetingScenario(1, { pair });
  const sql = (side: 'left' | 'right') =>
    `${pair[side].dialect.schema(tables, side)} ${pair[side].dialect.initial(initial[side], tables, side)}`;
  const started = await flowOnDatabases(label, {
    systems: pair,
    leftSql: sql('left'),
    rightSql: sql('right'),
    lanes: ({ left, right }) => {
      const urls = { left: left.url, right: right.url };
      return tables.map((table) => laneSketch(table, (side, name) => pair[side].stream(urls[side], name)));
    },
    reach: (side, url) => proxies.get(side)?.through(url) ?? url,
  });
  flow = started;
  await started.start();
  await started.stop();
  for (const side of ['left', 'right'] as const) proxies.set(side, await startTcpProxy(started[side].url));
  return { started, left: proxies.get('left') as TcpProxy, right: proxies.get('right') as TcpProxy };
}

const servers = testSystems.filter((system) => system.startServer !== null);

// Nothing tells an engine that a connection is half open: without an end of its own it would wait for TCP.
describe.each(servers)('an engine that is stopped while a $id does not answer any more', (system) => {
  const pair = { left: system, right: system };

  test('[E7] in the middle of a batch: it ends, and what was not written comes again', async () => {
    const { started, right } = await flowThroughProxies('stop_batch', pair);
    await started.start();
    right.freeze(true);
    const before = right.swallowed;
    await started.left.query(`UPDATE l0 SET a = 'changed' WHERE id = 1`);
    await eventually('the batch waits', () => right.swallowed > before + 1, 40);
    expect(await started.stop()).toBeNull();
    right.freeze(false);
    await started.start();
    const changed = () => started.right.query(`SELECT r_a FROM r0 WHERE r_id = 1`);
    await eventually('it is carried', async () => (await changed())[0]?.r_a === 'changed', 40);
  }, 120_000);

  test.each(['left', 'right'] as const)(
    'while it starts, with the %s side away',
    async (side) => {
      const { started, ...sides } = await flowThroughProxies(`stop_start_${side}`, pair);
      await started.start({ untilLive: false });
      sides[side].freeze(true);
      await eventually('it waits', () => sides[side].swallowed > 0, 40);
      expect(await started.stop()).toBeNull();
    },
    120_000,
  );
});
