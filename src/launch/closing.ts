/** What is to be undone at the end, last in, first out. Whatever is added after the end began is undone at once. */
export class Closing {
  readonly #steps: (() => Promise<void>)[] = [];
  #closed: Promise<void> | undefined;

  get begun(): boolean {
    return this.#closed !== undefined;
  }

  async add(step: () => Promise<void>): Promise<void> {
    if (this.#closed === undefined) this.#steps.push(step);
    else await step();
  }

  /** Undoes everything; safe to call again, and a failing step does not keep the others from running. */
  close(): Promise<void> {
    this.#closed ??= this.#undo();
    return this.#closed;
  }

  async #undo(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything ended in an orderly way.');
  }
}
