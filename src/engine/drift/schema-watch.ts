import { setTimeout as sleep } from 'node:timers/promises';
import { proposalsOf } from '#core/drift/proposals-of.ts';
import { isSchemaError } from '#core/errors/is-schema-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { DeployedPlan, FlowPlan } from '../flow-plan.ts';
import { adaptPlan } from './adapt-plan.ts';
import { runningShape } from './running-shape.ts';

/** How often both sides' streams are looked at, milliseconds. */
const EVERY = 10_000;

export type SchemaWatchOptions = {
  plan: FlowPlan;
  sessions: ReadonlyMap<string, ConnectorSession>;
  store: LaneStore;
  lease: Lease;
  logger: Logger;
};

/** Notices that the streams of a running flow have changed, and keeps what differs where people see it (E15). */
export class SchemaWatch {
  readonly #options: SchemaWatchOptions;
  readonly #deployed: DeployedPlan;
  readonly #running: string;
  #told = '';
  #changed = false;

  constructor(options: SchemaWatchOptions) {
    this.#options = options;
    this.#deployed = { ...options.plan, lanes: options.plan.lanes.map((lane) => lane.deployed) };
    this.#running = shapesOf(options.plan);
  }

  /** The lanes must be compiled anew for the streams as they are now. */
  get changed(): boolean {
    return this.#changed;
  }

  /** Keeps what differs already, before anything runs. */
  async start(): Promise<void> {
    await this.#tell(this.#options.plan);
  }

  /** Looks again and again, until the flow stops or its lanes must be compiled anew. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(EVERY, undefined, { signal }).catch(() => undefined); // the flow stops
      if (!signal.aborted && (await this.#look())) return;
    }
  }

  /** Are the lanes on this stream compiled for it as it is now? Looks at the others too where it has changed. */
  async isAsCompiled(connection: string, stream: string): Promise<boolean> {
    const { plan, sessions } = this.#options;
    const [now] = (await sessions.get(connection)?.introspect([stream])) ?? [];
    const isSame = plan.lanes.every(({ lane }) =>
      [lane.left, lane.right].every((end) => {
        if (end.connection !== connection || end.stream.name !== stream) return true;
        return now !== undefined && fieldsText(now) === fieldsText(end.stream);
      }),
    );
    return isSame || !(await this.#look());
  }

  /** Is this error there because the streams have changed since the lanes were compiled? */
  async explains(error: unknown): Promise<boolean> {
    if (!isSchemaError(error)) return false;
    return this.#look().catch((lookError: unknown) => {
      this.#options.logger.warn({ err: lookError }, 'the streams could not be looked at');
      return false;
    });
  }

  async #look(): Promise<boolean> {
    const { sessions, logger } = this.#options;
    const now = await adaptPlan(this.#deployed, sessions);
    this.#changed = shapesOf(now) !== this.#running;
    await this.#tell(now);
    if (this.#changed)
      logger.info({ flow: now.flowId }, 'the streams have changed: the lanes are compiled anew');
    return this.#changed;
  }

  async #tell(plan: FlowPlan): Promise<void> {
    const proposals = plan.lanes.flatMap((adapted) =>
      proposalsOf(adapted).map((each) => ({ laneId: `${plan.flowId}:${adapted.lane.id}`, ...each })),
    );
    const text = JSON.stringify(proposals);
    if (text === this.#told) return;
    await this.#options.store.putProposals(this.#options.lease, proposals);
    this.#told = text;
  }
}

/** Everything about a stream but what changes by itself. */
function fieldsText({ rowEstimate: _, ...stream }: StreamSchema): string {
  return JSON.stringify(stream);
}

function shapesOf(plan: FlowPlan): string {
  return plan.lanes.map(runningShape).join();
}
