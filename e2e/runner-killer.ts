import { setTimeout as sleep } from 'node:timers/promises';
import { liveRunner, type Store } from './store.ts';

/** How far the writing may go on beyond the point where the runner should have been killed. */
const leeway = 0.1;

/** Kills the runner several times while others write, each time when the new one carries changes. */
export class RunnerKiller {
  /** When. */
  readonly killed: string[] = [];
  readonly #store: Store;
  readonly #times: number;
  #stopped = false;

  constructor(store: Store, times: number) {
    this.#store = store;
    this.#times = times;
  }

  /** Kills at equal shares of the writing. @param progress how far it has come, 0 to 1 */
  async run(flowId: string, progress: () => number): Promise<void> {
    let dead: string | null = null;
    for (let carried = await this.#lines(flowId); !this.#done; await sleep(50)) {
      if (progress() < this.#next) continue;
      const runner = await liveRunner(this.#store);
      if (!runner || runner.id === dead) continue;
      const lines = await this.#lines(flowId);
      // In the middle of its work, not before it has begun.
      if (lines <= carried) continue;
      process.kill(runner.pid, 'SIGKILL');
      dead = runner.id;
      carried = lines;
      this.killed.push(new Date().toISOString());
    }
  }

  /** Holds a writer back that is too far ahead of the next kill, so that there is writing after it. */
  async pace(progress: number): Promise<void> {
    while (!this.#done && progress > this.#next + leeway) await sleep(50);
  }

  stop(): void {
    this.#stopped = true;
  }

  get #done(): boolean {
    return this.#stopped || this.killed.length >= this.#times;
  }

  /** The share of the writing at which the next kill is due. */
  get #next(): number {
    return (this.killed.length + 1) / (this.#times + 1);
  }

  async #lines(flowId: string): Promise<number> {
    const rows = await this.#store.query<{ count: number }>(
      `SELECT count(*)::int FROM ledger_entry WHERE flow_id = $1 AND cause = 'live'`,
      [flowId],
    );
    return rows[0]?.count ?? 0;
  }
}
