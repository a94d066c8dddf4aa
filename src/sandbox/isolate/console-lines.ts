type Level = 'debug' | 'info' | 'warn' | 'error';
export type ConsoleLine = { level: Level; text: string };

const levels: readonly string[] = ['debug', 'info', 'warn', 'error'];

/** Collects what code writes, for the record at hand, while somebody wants it. */
export class ConsoleLines {
  #lines: ConsoleLine[] | null = null;
  readonly #most: number;
  readonly #longest: number;

  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
  }

  begin(): void {
    this.#lines = [];
  }

  /** The lines since `begin`. */
  end(): ConsoleLine[] {
    const lines = this.#lines ?? [];
    this.#lines = null;
    return lines;
  }

  /** What the module `syncline:host` gives to the library's `log`. */
  readonly write = (level: unknown, text: unknown): void => {
    if (this.#lines === null || this.#lines.length >= this.#most) return;
    const known = levels.includes(String(level)) ? (level as Level) : 'info';
    this.#lines.push({ level: known, text: String(text).toWellFormed().slice(0, this.#longest) });
  };

  /** The `console` of code: each level as a function of anything. */
  asConsole(): object {
    const to =
      (level: Level) =>
      (...values: unknown[]) => {
        // Nothing is made into text that nobody reads.
        if (this.#lines !== null) this.write(level, values.map(shown).join(' '));
      };
    const made = { debug: to('debug'), trace: to('debug'), log: to('info'), info: to('info') };
    return Object.freeze({ ...made, warn: to('warn'), error: to('error') });
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    if (value instanceof Error) return String(value.stack ?? value);
    return (
      JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value)
    );
  } catch (error) {
    return `[cannot be shown: ${error instanceof Error ? error.message : 'it throws'}]`;
  }
}
