/** Uses after which a statement is worth preparing, and how many a connection keeps prepared. */
const WORTH_PREPARING = 3;
const MOST_PREPARED = 200;

/** Counts the sets of names: a name must never stand for two texts on one connection. */
let sets = 0;

/** Names the statements that come again and again, so that the server parses and plans them once. */
export class StatementNames {
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #set = ++sets;

  /** The statement's name, or undefined while it is not worth one. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= MOST_PREPARED) return name;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < WORTH_PREPARING) {
      // Shapes that never come again must not pile up.
      if (this.#uses.size > 10 * MOST_PREPARED) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const given = `syncline-${this.#set}-${this.#names.size}`;
    this.#names.set(text, given);
    return given;
  }
}
