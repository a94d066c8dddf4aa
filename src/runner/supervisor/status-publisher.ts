import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { RunnerContext } from '../runner-context.ts';
import { FigureKeeper } from './figure-keeper.ts';
import type { FlowWorker } from './flow-worker.ts';

/** An unchanged status is still published this often, so that people see that it is fresh (milliseconds). */
const AT_LEAST_EVERY = 5_000;

/** Publishes the flows' statuses, and keeps what was counted for the figures. */
export class StatusPublisher {
  readonly #context: RunnerContext;
  readonly #published = new Map<string, { text: string; at: number }>();
  readonly #figures: FigureKeeper;

  constructor(context: RunnerContext) {
    this.#context = context;
    this.#figures = new FigureKeeper(context);
  }

  async publish(workers: FlowWorker[]): Promise<void> {
    const looks = lookAt(workers.filter((worker) => !worker.ended));
    for (const { worker, status } of looks) {
      if (!this.#isNews(worker.flowId, status)) continue;
      await this.#context.leases.publish(worker.flowId, worker.epoch, status);
    }
    await this.#figures.keep(looks);
  }

  /** Keeps what was counted of flows that are let go of; they have been stopped. */
  async end(workers: FlowWorker[]): Promise<void> {
    await this.#figures.end(lookAt(workers));
  }

  #isNews(flowId: string, status: FlowStatus): boolean {
    const text = JSON.stringify({ ...status, at: 0 });
    const last = this.#published.get(flowId);
    if (last && last.text === text && Math.abs(Date.now() - last.at) < AT_LEAST_EVERY) return false;
    this.#published.set(flowId, { text, at: Date.now() });
    return true;
  }
}

function lookAt(workers: FlowWorker[]): { worker: FlowWorker; status: FlowStatus }[] {
  return workers.map((worker) => ({ worker, status: worker.status() }));
}
