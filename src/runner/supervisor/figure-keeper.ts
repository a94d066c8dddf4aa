import { mergeHistograms } from '#core/figures/histogram.ts';
import { type LaneTally, noOutcomes } from '#core/figures/lane-tally.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { type DepthRow, type FigureRow, type LogRow, writeFigures } from '#db/runner/write-figures.ts';
import type { FlowEngine } from '#engine/flow-engine.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { FlowWorker } from './flow-worker.ts';

const MINUTE = 60_000;
/** A minute in which nothing is counted is still written this often: it tells that the lane runs (milliseconds). */
const AT_LEAST_EVERY = 10_000;
/** A clock that is set back by less than this (milliseconds) is let catch up. */
const SET_BACK = 5 * MINUTE;
const sides = ['left', 'right'] as const;

/** A minute of one side of a lane that is not over, or not kept yet. */
type OpenMinute = FigureRow & { ran: number; changed: boolean; writtenAt: number };

/** A flow as it was last looked at. */
type Known = { engine: FlowEngine | null; seenAt: number; minutes: Map<string, OpenMinute> };

/** A flow's worker and its status, both of one moment. */
type Look = { worker: FlowWorker; status: FlowStatus };

/** Takes what the engines have counted, adds it up by lane, side and minute, and keeps it in the store. */
export class FigureKeeper {
  readonly #context: RunnerContext;
  readonly #flows = new Map<string, Known>();
  #latest = 0;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  /** Looks at the flows that this runner holds. @param clock milliseconds since 1970. */
  async keep(looks: Look[], clock = Date.now()): Promise<void> {
    const now = this.#steady(clock);
    const at = startOf(now);
    const due: OpenMinute[] = [];
    for (const { worker, status } of looks) {
      this.#count(worker, status, now);
      for (const minute of this.#flows.get(worker.flowId)?.minutes.values() ?? []) {
        const stale = worker.running !== null && now - minute.writtenAt >= AT_LEAST_EVERY;
        if (minute.changed || stale || minute.at !== at) due.push(minute);
      }
    }
    await writeFigures(this.#context.pool, {
      figures: due,
      depths: looks.flatMap(({ worker, status }) =>
        worker.running ? depthsOf(worker.flowId, status, at) : [],
      ),
      logs: looks.flatMap(({ worker, status }) => logsOf(worker.flowId, status, at)),
    });
    for (const minute of due) {
      minute.changed = false;
      minute.writtenAt = now;
      // A minute that is over is let go of only once the store has it.
      if (minute.at !== at) this.#flows.get(minute.flowId)?.minutes.delete(nameOf(minute));
    }
  }

  /** Keeps what is left of flows that this runner lets go of. */
  async end(looks: Look[]): Promise<void> {
    await this.keep(looks);
    for (const { worker } of looks) this.#flows.delete(worker.flowId);
  }

  /** A minute that was let go of would be written anew from its beginning: until the clock has come to where it was, it stands. */
  #steady(clock: number): number {
    this.#latest = this.#latest - clock < SET_BACK ? Math.max(this.#latest, clock) : clock;
    return this.#latest;
  }

  /** Adds what the flow's engines have counted since it was last looked at. */
  #count({ flowId, epoch, running }: FlowWorker, status: FlowStatus, now: number): void {
    const known = this.#flows.get(flowId) ?? { engine: null, seenAt: now, minutes: new Map() };
    this.#flows.set(flowId, known);
    const engine = running?.engine ?? null;
    const ran = engine !== null && engine === known.engine ? now - known.seenAt : 0;
    // What an engine counted until it ended counts too.
    const engines = new Set([known.engine, engine].filter((each) => each !== null));
    known.engine = engine;
    known.seenAt = now;
    for (const { laneId } of status.lanes) {
      for (const side of sides) {
        const tallies = [...engines].flatMap((each) => each.takeTally(laneId, side) ?? []).filter(isAnything);
        if (engine === null && tallies.length === 0) continue;
        const name = { laneId, side, at: startOf(now), flowId, epoch };
        const minute = known.minutes.get(nameOf(name)) ?? openMinute(name);
        known.minutes.set(nameOf(name), minute);
        for (const tally of tallies) addTo(minute, tally);
        minute.ran = Math.min(MINUTE, minute.ran + ran);
        minute.seconds = Math.round(minute.ran / 1000);
      }
    }
  }
}

function nameOf({ laneId, side, at, epoch }: Pick<FigureRow, 'laneId' | 'side' | 'at' | 'epoch'>): string {
  return `${laneId}/${side}/${at}/${epoch}`;
}

function startOf(now: number): string {
  return new Date(Math.floor(now / MINUTE) * MINUTE).toISOString();
}

function openMinute(name: Pick<FigureRow, 'laneId' | 'side' | 'at' | 'flowId' | 'epoch'>): OpenMinute {
  const none = { buckets: [], counts: [] };
  return {
    ...name,
    seconds: 0,
    outcomes: noOutcomes(),
    errors: {},
    lag: none,
    disagreement: none,
    ran: 0,
    changed: false,
    writtenAt: 0,
  };
}

function isAnything({ outcomes, lag, disagreement }: LaneTally): boolean {
  return lag !== null || disagreement !== null || Object.values(outcomes).some((count) => count !== 0);
}

function addTo(minute: OpenMinute, tally: LaneTally): void {
  for (const [status, count] of Object.entries(tally.outcomes))
    minute.outcomes[status as LedgerStatus] += count;
  for (const [code, count] of Object.entries(tally.errors)) {
    const known = minute.errors[code as keyof typeof minute.errors] ?? 0;
    minute.errors[code as keyof typeof minute.errors] = known + count;
  }
  if (tally.lag) minute.lag = mergeHistograms([minute.lag, tally.lag]);
  if (tally.disagreement) minute.disagreement = mergeHistograms([minute.disagreement, tally.disagreement]);
  minute.changed = true;
}

function depthsOf(flowId: string, status: FlowStatus, at: string): DepthRow[] {
  return status.lanes.map(({ laneId, pending, queued }) => ({
    laneId,
    at,
    flowId,
    queuedLeft: queued.left,
    queuedRight: queued.right,
    ...pending,
  }));
}

function logsOf(flowId: string, status: FlowStatus, at: string): LogRow[] {
  return Object.entries(status.retained).map(([connection, bytes]) => ({
    flowId,
    connection,
    at,
    bytes,
  }));
}
