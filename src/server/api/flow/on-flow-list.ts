import { setTimeout as delay } from 'node:timers/promises';
import { type FlowRow, listFlows } from '../../flows/list-flows.ts';
import { changesOnly } from '../../subscriptions/changes-only.ts';
import { wakeUps } from '../../subscriptions/wake-ups.ts';
import { workspaceProcedure } from '../trpc.ts';

const notOftenerThanMs = 1000;

/** The rows of `flow.list`: now, and at most once a second whenever one of them changes. */
export const onFlowList = workspaceProcedure('flow.onList').subscription(async function* ({
  ctx: { services, within },
  signal,
}): AsyncGenerator<FlowRow[]> {
  const isNew = changesOnly();
  const wakes = wakeUps(services.listener, 'syncline_status', {
    concerns: () => true,
    everyMs: 2000,
    signal,
  });
  for await (const _ of wakes) {
    const rows = await listFlows(within);
    if (isNew(rows)) yield rows;
    await delay(notOftenerThanMs);
  }
});
