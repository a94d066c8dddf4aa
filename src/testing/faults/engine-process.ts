import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Logger } from '#core/ports/logger.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { loadFlow, loadTotals } from '#db/runner/load-flow.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { adaptPlan } from '#engine/drift/adapt-plan.ts';
import { FlowEngine } from '#engine/flow-engine.ts';
import { testCode } from '../engine/test-code.ts';
import { systemOf } from '../systems/test-systems.ts';
import { testSecret } from '../test-secret.ts';
import { type FaultPoint, faultySession, faultyStore } from './fault-points.ts';

/**
 * A process that runs one flow under a lease of its own, and kills itself (SIGKILL) when it reaches a seam
 * for the nth time: nothing is closed, nothing is written any more. See `spawn-engine.ts`.
 */
const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    left: { type: 'string' },
    right: { type: 'string' },
    flow: { type: 'string' },
    epoch: { type: 'string' },
    point: { type: 'string' },
    times: { type: 'string', default: '1' },
  },
});
const { store = '', left = '', right = '', flow = '', epoch = '', point } = values;

let remaining = Number(values.times);
const killAt = (reached: FaultPoint): boolean => {
  if (reached !== point) return false;
  remaining -= 1;
  if (remaining === 0) process.kill(process.pid, 'SIGKILL');
  return false;
};

const Connection = z.object({ connector: z.string(), config: z.record(z.string(), z.unknown()) });
const open = (side: 'left' | 'right', given: string): ConnectorSession => {
  const connection = Connection.parse(JSON.parse(given));
  const { connector } = systemOf(connection.connector);
  return faultySession(connector.open(connector.manifest.config.parse(connection.config)), side, killAt);
};
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const pool = storePool(store, 'killed engine');
const loaded = await loadFlow(pool, flow, `${flow}-1`);
if (!loaded) throw new Error(`no flow ${flow}`);
const sessions = new Map([
  ['left', open('left', left)],
  ['right', open('right', right)],
]);
const deployed = {
  flowId: flow,
  version: 1,
  lanes: loaded.lanes,
  connectionIds: { left: 'cl', right: 'cr' },
};
const engine = new FlowEngine({
  plan: await adaptPlan(deployed, sessions),
  lease: { flowId: flow, epoch: Number(epoch) },
  sessions,
  store: faultyStore(new PgLaneStore(pool, 'w', testSecret), killAt),
  code: testCode(flow).open,
  logger: silent,
  totals: await loadTotals(pool, flow),
  wantedAt: 0,
});
await engine.run(() => process.stdout.write('live\n'));
