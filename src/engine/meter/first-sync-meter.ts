import type { Side } from '#core/change/change-event.ts';
import type { FirstSyncProgress } from '#core/ledger/lane-status.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { RateWindow } from './rate-window.ts';

/** How fast the first sync of one lane goes on either side, and how long it will take. */
export class FirstSyncMeter {
  readonly #rates: Record<Side, RateWindow> = { left: new RateWindow(), right: new RateWindow() };
  readonly #startedAt: Partial<Record<Side, { at: number; rows: number }>> = {};

  add(side: Side, rows: number): void {
    const started = this.#startedAt[side] ?? { at: nowMicros(), rows: 0 };
    started.rows += rows;
    this.#startedAt[side] = started;
    this.#rates[side].add(rows, nowMicros());
  }

  /** @param estimate rows that the side is thought to hold; null when its system has no idea. */
  progress(side: Side, stream: string, state: FirstSyncState, estimate: number | null): FirstSyncProgress {
    const finished = state.phase === 'done' || (side === 'left' && state.phase === 'right');
    const done = state.done[side];
    // An estimate that the rows have overtaken says nothing more.
    const total = finished ? done : estimate !== null && estimate >= done ? estimate : null;
    const rate = finished ? 0 : this.#rate(side);
    const secondsLeft = finished ? 0 : total !== null && rate > 0 ? (total - done) / rate : null;
    return { stream, done, estimate: total, rate, secondsLeft, finished };
  }

  /** Over the last ten seconds, or since the start while that is less. */
  #rate(side: Side): number {
    const started = this.#startedAt[side];
    if (!started) return 0;
    const seconds = (nowMicros() - started.at) / 1e6;
    return seconds < 10 ? started.rows / Math.max(seconds, 0.5) : this.#rates[side].perSecond(nowMicros());
  }
}
