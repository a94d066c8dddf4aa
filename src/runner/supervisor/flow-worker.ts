import { setTimeout as sleep } from 'node:timers/promises';
import { errorPolicy } from '#core/errors/policy.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { FlowStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import { logWarnings } from '#core/ledger/log-warning.ts';
import { classifyStoreError } from '#db/ledger/classify-store-error.ts';
import type { RunnableFlow } from '#db/runner/lease-store.ts';
import { forgetFlow, loadAllLanes, loadConnections, loadFlow } from '#db/runner/load-flow.ts';
import { withLogContext } from '#lib/log-context.ts';
import { nowMicros } from '#lib/micros.ts';
import type { RunnerContext } from '../runner-context.ts';
import { cleanupFlow } from './cleanup-flow.ts';
import { ContinuousVerify } from './continuous-verify.ts';
import { dropUnusedFeeds } from './drop-unused-feeds.ts';
import { type HeldLog, measureLogAtRest } from './measure-log.ts';
import { type RunningFlow, startFlow } from './running-flow.ts';

/** A fault that only a person can mend is still looked at again, this often (milliseconds). */
const MANUAL_RETRY = 60_000;
const LONGEST_PAUSE = 30_000;
/** How often the log that sources hold back is looked at while the flow is paused (milliseconds). */
const MEASURE_AT_REST = 15_000;

/** Brings one flow, under one lease, to the state that is wanted of it, and keeps it there. */
export class FlowWorker {
  readonly flowId: string;
  readonly epoch: number;
  readonly #context: RunnerContext;
  #wanted: Pick<RunnableFlow, 'versionId' | 'desired' | 'workspaceId' | 'wantedAt'>;
  readonly #verify: ContinuousVerify;
  #change = new AbortController();
  #running: RunningFlow | null = null;
  #error: FlowStatus['error'] = null;
  #lastLanes: LaneStatus[] = [];
  #log: HeldLog = {};
  #version: number | null = null;
  /** Nothing of the flow runs any more: the pause that was asked for has come about. */
  #paused = false;
  #ended = false;
  /** No older runner can write to the store any more. */
  #alone = false;
  readonly #work: Promise<void>;

  constructor(context: RunnerContext, flow: RunnableFlow, epoch: number) {
    this.#context = context;
    this.flowId = flow.flowId;
    this.epoch = epoch;
    this.#wanted = flow;
    this.#verify = new ContinuousVerify(context.logger);
    this.#verify.on = flow.continuousVerify;
    this.#work = withLogContext({ flow: flow.flowId }, () => this.#keep());
  }

  /** The engine's hold on the flow, while it runs. */
  get running(): RunningFlow | null {
    return this.#running;
  }

  /** Nothing is left to do: the flow was deleted, or another runner has it. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes up what is wanted now. */
  want(flow: RunnableFlow): void {
    const same = flow.versionId === this.#wanted.versionId && flow.desired === this.#wanted.desired;
    // Asked for again, a flow that rests after a fault need not wait for its next attempt.
    const again = this.#error !== null && flow.wantedAt !== this.#wanted.wantedAt;
    this.#wanted = flow;
    this.#verify.on = flow.continuousVerify;
    if (!same || again) this.#change.abort();
  }

  /** Takes up people's decisions. */
  async refresh(): Promise<void> {
    await this.#running?.engine.refreshPending();
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#change.abort();
    await this.#work;
  }

  status(): FlowStatus {
    if (this.#running) this.#lastLanes = this.#running.engine.status();
    const log = this.#running?.log ?? this.#log;
    const lanes = this.#lastLanes.map((lane) => ({
      ...lane,
      phase: this.#paused ? ('paused' as const) : this.#error ? ('failing' as const) : lane.phase,
    }));
    const phases = lanes.map((lane) => lane.phase);
    const stopped = this.#running?.engine.stopped ?? null;
    const error = this.#error ?? (stopped && { ...stopped, retryAt: null });
    const phase =
      this.#paused || this.#wanted.desired === 'deleting'
        ? 'paused'
        : error
          ? 'failing'
          : !this.#running || phases.includes('starting')
            ? 'starting'
            : phases.includes('tripped')
              ? 'tripped'
              : phases.includes('first-sync')
                ? 'first-sync'
                : 'live';
    return {
      phase,
      version: this.#version,
      lanes,
      error,
      retained: Object.fromEntries(Object.entries(log).map(([name, { bytes }]) => [name, bytes])),
      logWarnings: logWarnings(log, this.#context.logWarningBytes),
      continuousVerify: this.#verify.on,
      verified: this.#verify.last,
      at: nowMicros(),
    };
  }

  async #keep(): Promise<void> {
    let pause = 1_000;
    while (!this.#ended) {
      const change = this.#change.signal;
      const started = Date.now();
      try {
        await this.#pursue(change);
        this.#error = null;
        pause = 1_000;
      } catch (thrown) {
        if (Date.now() - started > 60_000) pause = 1_000;
        const error = toSyncError(classifyStoreError(thrown));
        if (error.code === 'LEASE_STALE') this.#ended = true;
        if (!this.#ended) pause = await this.#rest(error, pause, change);
      }
      if (change.aborted) this.#change = new AbortController();
    }
  }

  /** Runs the flow until something else is wanted, or does what ends it. */
  async #pursue(change: AbortSignal): Promise<void> {
    if (!this.#alone) await this.#context.leases.shutOut(this.flowId);
    this.#alone = true;
    const { desired, versionId, wantedAt } = this.#wanted;
    if (desired === 'deleting') return this.#delete();
    if (desired === 'paused') {
      this.#paused = true;
      await this.#measureUntil(change);
      this.#paused = false;
      return;
    }
    const loaded = await loadFlow(this.#context.pool, this.flowId, versionId);
    if (!loaded) {
      this.#ended = true;
      return;
    }
    if (change.aborted) return;
    this.#version = loaded.version;
    this.#lastLanes = [];
    await dropUnusedFeeds(this.#context, loaded, this.epoch);
    const running = await startFlow(this.#context, loaded, this.epoch, wantedAt, this.#log);
    const stop = () => void running.stop();
    change.addEventListener('abort', stop, { once: true });
    this.#running = running;
    const ended = new AbortController();
    const verifying = this.#verify.follow(running.engine, ended.signal);
    try {
      if (change.aborted) stop();
      await running.done(() => {
        this.#error = null;
      });
    } finally {
      change.removeEventListener('abort', stop);
      ended.abort();
      await verifying;
      this.#log = running.log;
      this.#running = null;
      await running.stop();
    }
  }

  async #delete(): Promise<void> {
    const { pool } = this.#context;
    const lanes = await loadAllLanes(pool, this.flowId);
    const names = [...new Set(lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]))];
    const connections = await loadConnections(pool, this.#wanted.workspaceId, names);
    const removed = await cleanupFlow(this.#context, this.flowId, lanes, connections);
    this.#context.logger.info({ flow: this.flowId, removed }, 'the flow was deleted and cleaned up');
    await forgetFlow(pool, this.flowId);
    this.#ended = true;
  }

  /** Waits before the next attempt. @returns the pause after that, milliseconds. */
  async #rest(error: SyncError, pause: number, change: AbortSignal): Promise<number> {
    const wait = errorPolicy[error.code].retry === 'timed' ? pause : MANUAL_RETRY;
    const message = [error.message, error.detail].filter(Boolean).join(' ');
    this.#error = { code: error.code, message, retryAt: nowMicros() + wait * 1000 };
    this.#context.logger.warn(
      { flow: this.flowId, code: error.code, detail: error.detail, err: error.cause ?? error, retryIn: wait },
      error.message,
    );
    // Beside the wait: a source that does not answer must not put the next attempt off.
    void this.#measure();
    await sleep(wait, undefined, { signal: change }).catch(() => undefined); // something else is wanted
    return Math.min(pause * 2, LONGEST_PAUSE);
  }

  /** Keeps looking at the log that sources hold back, while nothing of the flow runs. */
  async #measureUntil(change: AbortSignal): Promise<void> {
    while (!change.aborted) {
      await this.#measure();
      await sleep(MEASURE_AT_REST, undefined, { signal: change }).catch(() => undefined); // something else is wanted
    }
  }

  async #measure(): Promise<void> {
    try {
      this.#log = await measureLogAtRest(this.#context, this.flowId, this.#wanted.versionId, this.#log);
    } catch (err) {
      // What keeps the flow from running may keep this from being measured; the flow's own error says more.
      this.#context.logger.debug({ flow: this.flowId, err }, 'the log held back could not be measured');
    }
  }
}
