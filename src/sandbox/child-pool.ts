import { SyncError } from '#core/errors/sync-error.ts';
import { CodeChild } from './code-child.ts';
import type { CodeLimits } from './code-limits.ts';

type Waiter = { prefers: CodeChild | null; take(child: CodeChild): void; refuse(error: unknown): void };

/**
 * A few children, each at one thing at a time, and a spare one that is warm: what takes the place of a child that
 * ended needs no start.
 */
export class ChildPool {
  readonly #limits: CodeLimits;
  readonly #most: number;
  readonly #idle = new Set<CodeChild>();
  readonly #busy = new Set<CodeChild>();
  readonly #waiting: Waiter[] = [];
  /** Children that are on their way from the spare to a borrower. */
  #coming = 0;
  #spare: Promise<CodeChild> | null = null;
  /** Every child that runs or is being started. */
  readonly #started = new Set<Promise<CodeChild>>();
  #closed = false;

  constructor(limits: CodeLimits, most: number) {
    this.#limits = limits;
    this.#most = most;
  }

  /** Has a spare child ready. @throws SyncError `CODE_UNAVAILABLE` */
  async warm(): Promise<void> {
    await this.#warmSpare();
  }

  /** Every child that code may have run in. */
  get children(): CodeChild[] {
    return [...this.#idle, ...this.#busy];
  }

  /**
   * A child for oneself, until it is given back.
   * @param prefers the one that has the programs loaded, where it is free
   * @throws SyncError `CODE_UNAVAILABLE`
   */
  async take(prefers: CodeChild | null): Promise<CodeChild> {
    if (this.#closed) throw closed();
    const idle = prefers !== null && this.#idle.has(prefers) ? prefers : this.#anyIdle();
    if (idle !== null) return this.#lend(idle);
    if (this.#busy.size + this.#coming < this.#most) return this.#takeSpare();
    return new Promise((take, refuse) => this.#waiting.push({ prefers, take, refuse }));
  }

  /** Gives a child back; one that has ended is replaced when it is missed. */
  giveBack(child: CodeChild): void {
    this.#busy.delete(child);
    if (child.isAlive) this.#idle.add(child);
    const at = this.#waiting.findIndex(({ prefers }) => prefers === child);
    const [next] = this.#waiting.splice(Math.max(0, at), 1);
    if (next !== undefined) this.take(child).then(next.take, next.refuse);
  }

  /** Ends all children and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
    // One that does not start tells whoever waits for it.
    const started = await Promise.allSettled(this.#started);
    await Promise.all(started.map((child) => (child.status === 'fulfilled' ? child.value.end() : null)));
  }

  #anyIdle(): CodeChild | null {
    for (const child of this.#idle) {
      if (child.isAlive) return child;
      this.#idle.delete(child);
    }
    return null;
  }

  #lend(child: CodeChild): CodeChild {
    this.#idle.delete(child);
    this.#busy.add(child);
    return child;
  }

  /** Takes the spare child, or starts one, and has the next spare made. */
  async #takeSpare(): Promise<CodeChild> {
    this.#coming++;
    try {
      for (;;) {
        const claimed = this.#spare ?? this.#start();
        this.#spare = null;
        const child = await claimed;
        if (this.#closed) throw closed();
        if (!child.isAlive) continue;
        this.#warmLater();
        return this.#lend(child);
      }
    } finally {
      this.#coming--;
    }
  }

  /** Starts the next spare when what a child was just taken for is under way. */
  #warmLater(): void {
    setTimeout(() => {
      // Where that fails, whoever needs the child tries again and is told.
      if (!this.#closed) this.#warmSpare().catch(() => undefined);
    }, WARM_MS).unref();
  }

  #warmSpare(): Promise<CodeChild> {
    this.#spare ??= this.#start();
    const spare = this.#spare;
    spare.catch(() => {
      if (this.#spare === spare) this.#spare = null;
    });
    return spare;
  }

  #start(): Promise<CodeChild> {
    const child = CodeChild.start(this.#limits);
    this.#started.add(child);
    const forget = () => this.#started.delete(child);
    child.then((started) => started.ended.then(forget), forget);
    return child;
  }
}

const WARM_MS = 300;

function closed(): SyncError {
  return new SyncError('CODE_UNAVAILABLE', 'The runner of code was closed.');
}
