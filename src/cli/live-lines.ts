import { stripVTControlCharacters } from 'node:util';
import type { OutputStream } from './cli-output.ts';

/** Pause between two prints of the same line where nothing can be redrawn, milliseconds. */
const QUIET_PAUSE = 2000;

/**
 * Lines of progress. On a terminal they are redrawn in place; elsewhere a line is printed when it
 * changes, at most every two seconds.
 */
export class LiveLines {
  readonly #stream: OutputStream | null;
  #drawn = 0;
  #last = new Map<string, { text: string; at: number }>();

  constructor(stream: OutputStream | null) {
    this.#stream = stream;
  }

  /** @param lines by a name that stays the same while a line's text changes */
  update(lines: Map<string, string>): void {
    if (this.#stream === null) return;
    if (this.#stream.isTTY) this.#redraw(this.#stream, [...lines.values()]);
    else this.#print(this.#stream, lines, QUIET_PAUSE);
  }

  /** Draws the lines a last time, and leaves them there. */
  finish(lines: Map<string, string>): void {
    if (this.#stream === null) return;
    if (this.#stream.isTTY) this.#redraw(this.#stream, [...lines.values()]);
    else this.#print(this.#stream, lines, 0);
    this.#drawn = 0;
  }

  #redraw(stream: OutputStream, lines: string[]): void {
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    const width = (stream.columns ?? 80) - 1;
    const text = lines.map((line) => `\u001b[2K${clip(line, width)}\n`).join('');
    // Lines that the last drawing had and this one has not are wiped.
    stream.write(`${up}${text}\u001b[0J`);
    this.#drawn = lines.length;
  }

  #print(stream: OutputStream, lines: Map<string, string>, pause: number): void {
    const now = Date.now();
    for (const [name, text] of lines) {
      const last = this.#last.get(name);
      if (last && (last.text === text || now - last.at < pause)) continue;
      this.#last.set(name, { text, at: now });
      stream.write(`${text}\n`);
    }
  }
}

function clip(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= width ? line : `${plain.slice(0, width - 1)}…`;
}
