// Node-RED with one flow: a source of records, the function node, a sink. Started by `code-contenders.ts` with a folder
// of its own; it answers each message `{ records, seconds }` with what it carried.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder = '', functionBody = ''] = process.argv.slice(2);
const RED = createRequire(import.meta.url)('node-red');

/** Nodes of our own, within the process: nothing but the function node's work is between them. */
writeFileSync(
  join(folder, 'bench.js'),
  `module.exports = (RED) => {
     RED.nodes.registerType('bench-source', function (config) { RED.nodes.createNode(this, config); globalThis.benchSource = this; });
     RED.nodes.registerType('bench-sink', function (config) {
       RED.nodes.createNode(this, config);
       globalThis.benchArrived = 0;
       this.on('input', (message, send, done) => { globalThis.benchArrived++; done(); });
     });
   };`,
);
writeFileSync(
  join(folder, 'bench.html'),
  `<script type="text/javascript">for (const type of ['bench-source', 'bench-sink']) RED.nodes.registerType(type, { category: 'bench', defaults: {}, inputs: 1, outputs: 1 });</script>`,
);
const at = { z: 'tab', x: 0, y: 0 };
writeFileSync(
  join(folder, 'flows.json'),
  JSON.stringify([
    { id: 'tab', type: 'tab', label: 'bench' },
    { ...at, id: 'source', type: 'bench-source', wires: [['function']] },
    { ...at, id: 'function', type: 'function', func: functionBody, outputs: 1, libs: [], wires: [['sink']] },
    { ...at, id: 'sink', type: 'bench-sink', wires: [] },
  ]),
);

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
RED.init(server, {
  userDir: folder,
  nodesDir: [folder],
  flowFile: 'flows.json',
  httpAdminRoot: false,
  httpNodeRoot: false,
  credentialSecret: false,
  logging: { console: { level: 'error' } },
});
await RED.start();
while (globalThis.benchSource === undefined) await new Promise((later) => setTimeout(later, 50));

/** Sends the records again and again for so long, in stretches, as a log delivers them. */
process.on('message', async ({ records, kept, seconds }) => {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  globalThis.benchArrived = 0;
  let sent = 0;
  let expected = 0;
  while (performance.now() - startedAt < seconds * 1000) {
    for (const record of records) globalThis.benchSource.send({ payload: { ...record } });
    sent += records.length;
    expected += kept;
    while (globalThis.benchArrived < expected) await new Promise((later) => setImmediate(later));
  }
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    records: sent,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
  });
});
process.send?.('ready');
