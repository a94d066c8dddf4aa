import { isDead, type RunnableFlow } from '#db/runner/lease-store.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { RunnerState } from '../status-server.ts';
import { FlowWorker } from './flow-worker.ts';
import { StatusPublisher } from './status-publisher.ts';

const TICK = 1_000;

/** Holds leases over deployed flows and has a worker for each: the desired state, reconciled. */
export class Supervisor {
  readonly #context: RunnerContext;
  readonly #workers = new Map<string, FlowWorker>();
  /** Flows that are let go of, until nothing of them runs any more. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #publisher: StatusPublisher;
  /** Flows whose people's decisions are to be read at the next look. */
  readonly #unread = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #lookedAt = Date.now();
  #storeAt = 0;

  constructor(context: RunnerContext) {
    this.#context = context;
    this.#publisher = new StatusPublisher(context);
  }

  /** The worker of a flow that this runner holds. */
  worker(flowId: string): FlowWorker | undefined {
    return this.#workers.get(flowId);
  }

  /** For those who watch over the process. */
  get state(): RunnerState {
    return { lookedAt: this.#lookedAt, storeAt: this.#storeAt, flows: this.#workers.size };
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), TICK);
    this.wake();
  }

  /** Looks at what is wanted now instead of at the next tick. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#ticking) {
      this.#again = true;
      return;
    }
    this.#ticking = this.#tick()
      .catch((error: unknown) => {
        this.#context.logger.error({ err: error }, 'the store could not be asked what is wanted');
      })
      .finally(() => {
        this.#ticking = null;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  /** Takes up people's decisions on a flow's held and parked records; where they cannot be read now, in a moment. */
  readDecisions(flowId: string): void {
    this.#workers
      .get(flowId)
      ?.refresh()
      .catch((err: unknown) => {
        this.#context.logger.warn(
          { err, flow: flowId },
          'decisions were not read; they are again in a moment',
        );
        this.#unread.add(flowId);
      });
  }

  /** Some may have been made while nobody told of them. */
  readAllDecisions(): void {
    for (const flowId of this.#workers.keys()) this.#unread.add(flowId);
    this.wake();
  }

  /** Stops all flows and gives their leases back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#ticking;
    await Promise.all(this.#leaving.values());
    const workers = [...this.#workers.values()];
    await Promise.all(workers.map((worker) => worker.stop()));
    await this.#publisher.end(workers).catch((error: unknown) => {
      this.#context.logger.warn({ err: error }, 'the last figures could not be kept');
    });
    await this.#context.leases.leave();
  }

  async #tick(): Promise<void> {
    const { leases } = this.#context;
    this.#lookedAt = Date.now();
    await leases.beat();
    this.#storeAt = Date.now();
    const ours = await leases.renew();
    for (const [flowId, worker] of this.#workers) {
      if (worker.ended || !ours.has(flowId)) this.#letGo(worker);
    }
    for (const flow of await leases.list()) await this.#consider(flow);
    const unread = [...this.#unread];
    this.#unread.clear();
    for (const flowId of unread) this.readDecisions(flowId);
    await this.#publisher.publish([...this.#workers.values()]);
  }

  /** Beside the ticks: a system that does not answer must not keep the leases of other flows from being renewed. */
  #letGo(worker: FlowWorker): void {
    const { flowId } = worker;
    this.#workers.delete(flowId);
    const gone = worker
      .stop()
      .then(() => this.#publisher.end([worker]))
      .catch((err: unknown) =>
        this.#context.logger.warn({ err, flow: flowId }, 'the last figures could not be kept'),
      )
      .finally(() => {
        this.#leaving.delete(flowId);
        this.wake();
      });
    this.#leaving.set(flowId, gone);
  }

  async #consider(flow: RunnableFlow): Promise<void> {
    const { leases, runnerId, logger } = this.#context;
    const worker = this.#workers.get(flow.flowId);
    if (worker) {
      worker.want(flow);
      return;
    }
    if (this.#stopped || this.#leaving.has(flow.flowId)) return;
    if (!flow.free && flow.runnerId !== runnerId && !isDead(flow.holder)) return;
    const epoch = await leases.claim(flow);
    if (epoch === null) return;
    logger.info({ flow: flow.flowId, epoch, desired: flow.desired }, 'took the flow');
    this.#workers.set(flow.flowId, new FlowWorker(this.#context, flow, epoch));
  }
}
