import { type Position, START } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';

type Waiter = { position: Position; resolve: () => void };

/** How far a stream has been dealt with, and who waits for it to pass a position. */
export class Waypoints {
  #position: Position = START;
  #waiters: Waiter[] = [];

  get position(): Position {
    return this.#position;
  }

  /** Everything at or before `position` has been dealt with. */
  reach(position: Position): void {
    if (position <= this.#position) return;
    this.#position = position;
    const due = this.#waiters.filter((waiter) => waiter.position <= position);
    this.#waiters = this.#waiters.filter((waiter) => waiter.position > position);
    for (const waiter of due) waiter.resolve();
  }

  /** Resolves once `position` is reached; rejects with `FLOW_NOT_RUNNING` when `signal` aborts first. */
  passed(position: Position, signal: AbortSignal): Promise<void> {
    if (position <= this.#position) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiters = this.#waiters.filter((each) => each !== waiter);
        reject(new SyncError('FLOW_NOT_RUNNING', 'The flow was stopped.'));
      };
      const waiter: Waiter = {
        position,
        resolve: () => {
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#waiters.push(waiter);
    });
  }
}
