import { setTimeout as sleep } from 'node:timers/promises';
import type { LaneContext } from '../reconcile/lane-routes.ts';

/** Clocks drift; NTP moves them. */
const EVERY_MILLISECONDS = 60_000;

/** Measures both sides' clocks against ours (E14). */
export async function measureClocks({ runtime }: LaneContext): Promise<void> {
  await Promise.all(
    (['left', 'right'] as const).map(async (side) => {
      Object.assign(runtime.clocks[side], await runtime.sessions[side].source.clock());
    }),
  );
}

/** Measures them again every minute, until the flow stops. */
export async function keepClocks(lanes: readonly LaneContext[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(EVERY_MILLISECONDS, undefined, { signal }).catch(() => undefined); // the flow stops
    if (signal.aborted) return;
    for (const lane of lanes) await measureClocks(lane);
  }
}
