import type { FlowStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { type LaneMinuteDelta, writeLaneMinutes } from '#db/runner/write-lane-minutes.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { FlowWorker } from './flow-worker.ts';
import type { RunningFlow } from './running-flow.ts';

type Counts = Record<LedgerStatus, number>;

/** An unchanged status is still published this often, so that people see that it is fresh (milliseconds). */
const AT_LEAST_EVERY = 5_000;

/** Publishes the flows' statuses, and adds what was counted to the minutes that charts are drawn from. */
export class StatusPublisher {
  readonly #context: RunnerContext;
  readonly #published = new Map<string, { text: string; at: number }>();
  readonly #counted = new Map<string, Counts>();

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  async publish(workers: FlowWorker[]): Promise<void> {
    const deltas: LaneMinuteDelta[] = [];
    for (const worker of workers) {
      if (worker.ended) continue;
      const status = worker.status();
      if (this.#isNews(worker.flowId, status)) {
        await this.#context.leases.publish(worker.flowId, worker.epoch, status);
      }
      const { running } = worker;
      if (running) for (const lane of status.lanes) deltas.push(...this.#deltas(running, lane));
    }
    await writeLaneMinutes(this.#context.pool, deltas);
  }

  #isNews(flowId: string, status: FlowStatus): boolean {
    const text = JSON.stringify({ ...status, at: 0 });
    const last = this.#published.get(flowId);
    if (last && last.text === text && Date.now() - last.at < AT_LEAST_EVERY) return false;
    this.#published.set(flowId, { text, at: Date.now() });
    return true;
  }

  #deltas({ plan: { flowId }, totals }: RunningFlow, lane: LaneStatus): LaneMinuteDelta[] {
    const deltas: LaneMinuteDelta[] = [];
    for (const [side, way] of [['left', lane.forward] as const, ['right', lane.backward] as const]) {
      const name = `${lane.laneId}/${side}`;
      const before = this.#counted.get(name) ?? countsOf(totals, lane.laneId, side);
      this.#counted.set(name, way.counts);
      const counts = subtract(way.counts, before);
      if (Object.values(counts).every((count) => count === 0)) continue;
      deltas.push({ laneId: lane.laneId, flowId, side, counts, lagP50: way.lagP50, lagP99: way.lagP99 });
    }
    return deltas;
  }
}

function countsOf(totals: RunningFlow['totals'], laneId: string, side: 'left' | 'right'): Counts {
  const counts: Counts = { applied: 0, unchanged: 0, resolved: 0, held: 0, failed: 0, parked: 0, skipped: 0 };
  for (const total of totals) {
    if (total.laneId === laneId && total.side === side) counts[total.status] = total.count;
  }
  return counts;
}

function subtract(now: Counts, before: Counts): Counts {
  const statuses = Object.keys(now) as LedgerStatus[];
  return Object.fromEntries(statuses.map((status) => [status, now[status] - before[status]])) as Counts;
}
