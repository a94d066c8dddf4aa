import type { Lane } from '#core/flow/lane.ts';
import type { RetainedLog } from '#core/ports/source.ts';
import { loadFlow } from '#db/runner/load-flow.ts';
import { type FlowPlan, feedIdOf } from '#engine/flow-plan.ts';
import { closeSessions, openSessions, type Sessions } from '../open-sessions.ts';
import type { RunnerContext } from '../runner-context.ts';
import { sourcesOf } from './sources-of.ts';

/** Log that a flow's sources hold back for it, by connection name. */
export type HeldLog = Record<string, RetainedLog>;

/** Asks each source; one that does not answer keeps the figure that was last known. */
export async function measureLog(
  plan: Pick<FlowPlan, 'flowId' | 'connectionIds'> & { lanes: Lane[] },
  sessions: Sessions,
  known: HeldLog,
): Promise<HeldLog> {
  const measured: HeldLog = {};
  for (const name of sourcesOf(plan.lanes)) {
    const now = await sessions
      .get(name)
      ?.source.retained(feedIdOf(plan, name))
      .catch(() => null);
    const held = now ?? known[name];
    if (held) measured[name] = held;
  }
  return measured;
}

/** The same for a flow that does not run now, with sessions of its own that are closed again. */
export async function measureLogAtRest(
  context: RunnerContext,
  flowId: string,
  versionId: string,
  known: HeldLog,
): Promise<HeldLog> {
  const loaded = await loadFlow(context.pool, flowId, versionId);
  if (!loaded) return known;
  const connectionIds = Object.fromEntries(loaded.connections.map(({ name, id }) => [name, id]));
  const names = [...sourcesOf(loaded.lanes)].filter((name) => name in connectionIds);
  const sessions = openSessions(context.secretKey, loaded.connections, names);
  try {
    return await measureLog({ flowId, connectionIds, lanes: loaded.lanes }, sessions, known);
  } finally {
    await closeSessions(sessions);
  }
}
