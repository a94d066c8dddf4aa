import { setTimeout as sleep } from 'node:timers/promises';
import { leaveAlertLease, underAlertLease } from '#db/alerts/alert-lease.ts';
import { deliveryQueue } from '#db/alerts/delivery-queue.ts';
import { assembleDeliveries } from './assemble-deliveries.ts';
import { type DeliveryContext, sendDueDeliveries } from './delivery-sender.ts';
import { evaluateAlerts } from './evaluate-alerts.ts';
import { FigureCache } from './figure-cache.ts';

/** How often rules are looked at (milliseconds). */
const LOOK_EVERY = 3_000;
/** How often deliveries are looked for (milliseconds). */
const DELIVER_EVERY = 1_000;
const TIDY_EVERY = 3_600_000;
/** Days that deliveries and resolved incidents are kept. */
const KEEP_DAYS = 90;
/** A runner that was not seen for this long (seconds) leaves the duty to the web part. */
const RUNNER_GONE = 15;

export type AlertDutyContext = DeliveryContext & {
  /** This process, among all that share the store. */
  holder: string;
  publicUrl: string;
  /** True for a process that has the duty only while no runner is alive to have it. */
  standsIn: boolean;
};

/**
 * Evaluates alerts and delivers them. Every runner has one of these, and the web part one that stands in, since
 * somebody must say that the last runner is gone; the lease sees to it that one evaluates at a time.
 */
export class AlertDuty {
  readonly #context: AlertDutyContext;
  readonly #stopping = new AbortController();
  #work: Promise<unknown> = Promise.resolve();
  readonly #figures = new FigureCache();
  #tidiedAt = 0;

  constructor(context: AlertDutyContext) {
    this.#context = context;
  }

  start(): void {
    // A receiver that is slow to answer must not keep rules from being looked at.
    this.#work = Promise.all([
      this.#keep(LOOK_EVERY, () => this.look()),
      this.#keep(DELIVER_EVERY, () => this.deliver()),
    ]);
  }

  /** Ends after what is under way, and lets another process go on at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
    await leaveAlertLease(this.#context.pool, this.#context.holder);
  }

  /** Looks at every rule once, if it is this process's turn. */
  async look(): Promise<void> {
    const { pool, holder, publicUrl } = this.#context;
    if (!(await this.#isOnDuty())) return;
    await underAlertLease(pool, holder, async (client) => {
      await evaluateAlerts(client, { pool, publicUrl, figures: this.#figures });
      await assembleDeliveries(client, publicUrl);
      if (Math.abs(Date.now() - this.#tidiedAt) < TIDY_EVERY) return;
      await deliveryQueue.tidy(client, KEEP_DAYS);
      this.#tidiedAt = Date.now();
    });
  }

  /** Makes the deliveries whose time has come; any process on duty may. */
  async deliver(): Promise<void> {
    if (await this.#isOnDuty()) await sendDueDeliveries(this.#context);
  }

  async #keep(every: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await work();
      } catch (err) {
        this.#context.logger.warn({ err }, 'alerts were not looked at; they are again in a moment');
      }
      await sleep(every, undefined, { signal, ref: !this.#context.standsIn }).catch(() => undefined); // it is to stop
    }
  }

  async #isOnDuty(): Promise<boolean> {
    if (!this.#context.standsIn) return true;
    const alive = await this.#context.pool.query(
      `SELECT 1 FROM runner WHERE "seenAt" > now() - interval '${RUNNER_GONE} seconds' LIMIT 1`,
    );
    return alive.rowCount === 0;
  }
}
