import { setTimeout as sleep } from 'node:timers/promises';
import { applyRetention } from '#db/ledger/apply-retention.ts';
import { ensurePartitions } from '#db/ledger/ensure-partitions.ts';
import { foldCounts } from '#db/ledger/fold-counts.ts';
import { resolveWell } from '#db/ledger/resolve-well.ts';
import { rollUpFigures } from '#db/runner/roll-up-figures.ts';
import type { RunnerContext } from './runner-context.ts';

const FOLD_EVERY = 10_000;
const RESOLVE_EVERY = 10_000;
const PARTITIONS_EVERY = 3_600_000;
const ROLL_UP_EVERY = 600_000;
/** Soon after the start as well: a runner that is restarted often would never come to it. */
const RETENTION_EVERY = 600_000;

/** Looks after the ledger beside the flows that write it: its counts, issues that are over, its daily partitions, what is too old, and the figures. */
export class LedgerKeeper {
  readonly #context: Pick<RunnerContext, 'pool' | 'logger' | 'secretKey'>;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #working = new Set<Promise<void>>();
  #stopped = false;

  constructor(context: Pick<RunnerContext, 'pool' | 'logger' | 'secretKey'>) {
    this.#context = context;
  }

  /** Resolves once there are partitions for today's lines. */
  async start(): Promise<void> {
    const { pool } = this.#context;
    await ensurePartitions(pool);
    this.#every(FOLD_EVERY, 'the counts of the ledger', () => foldCounts(pool));
    this.#every(RESOLVE_EVERY, 'issues that are over', () => resolveWell(pool));
    this.#every(PARTITIONS_EVERY, "the ledger's partitions", () => ensurePartitions(pool));
    this.#every(ROLL_UP_EVERY, 'the hours of the figures', () => rollUpFigures(pool));
    this.#every(RETENTION_EVERY, 'what is too old in the ledger', () => this.#retain());
  }

  /** Resolves once nothing of it is at work any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#working);
  }

  async #retain(): Promise<void> {
    const { pool, logger, secretKey } = this.#context;
    const removals = await applyRetention(pool, secretKey, async (milliseconds) => {
      await sleep(milliseconds);
      return !this.#stopped;
    });
    for (const removal of removals) logger.info(removal, 'lines of the ledger were past their time');
  }

  /** Does it again and again, never twice at a time; what fails is tried again at its next turn. */
  #every(milliseconds: number, what: string, work: () => Promise<void>): void {
    let busy = false;
    const turn = async () => {
      if (busy) return;
      busy = true;
      const done = work()
        .catch((error: unknown) => {
          this.#context.logger.error({ err: error }, `${what} could not be kept up; it is tried again`);
        })
        .finally(() => {
          busy = false;
          this.#working.delete(done);
        });
      this.#working.add(done);
    };
    this.#timers.push(setInterval(() => void turn(), milliseconds));
  }
}
