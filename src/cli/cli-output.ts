import { styleText } from 'node:util';
import type { ErrorReport } from './cli-error.ts';
import { LiveLines } from './live-lines.ts';

/** A stream to print on; a terminal has `isTTY` and a width. */
export type OutputStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** How something is meant, told by colour and word. */
export type Tone = 'ok' | 'warn' | 'fail' | 'quiet' | 'strong';

const formats = { ok: 'green', warn: 'yellow', fail: 'red', quiet: 'dim', strong: 'bold' } as const;

/** Where a command prints: results on stdout (one JSON value with `--json`), everything else on stderr. */
export class CliOutput {
  readonly json: boolean;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;

  constructor(stdout: OutputStream, stderr: OutputStream, json: boolean) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.json = json;
  }

  /** The command's result: the value as JSON, or `text` for people. */
  result(value: unknown, text: () => string): void {
    this.#stdout.write(`${this.json ? JSON.stringify(value, stringifyBigInt, 2) : text()}\n`);
  }

  /** One of many results of a command that goes on, e.g. `--watch`: one JSON value a line. */
  item(value: unknown, text: () => string): void {
    this.#stdout.write(`${this.json ? JSON.stringify(value, stringifyBigInt) : text()}\n`);
  }

  /** A remark for people; not printed with `--json`. */
  note(text: string): void {
    if (!this.json) this.#stderr.write(`${text}\n`);
  }

  error(report: ErrorReport): void {
    if (this.json) {
      this.#stdout.write(`${JSON.stringify({ error: report }, null, 2)}\n`);
      return;
    }
    const detail = report.detail ? `\n${indent(report.detail)}` : '';
    const remedy = report.remedy ? `\n${report.remedy}` : '';
    this.#stderr.write(`${styled('fail', report.code, this.#stderr)}  ${report.message}${detail}${remedy}\n`);
  }

  /** Progress for people, on stderr: redrawn in place on a terminal, a line now and then elsewhere. */
  live(): LiveLines {
    return new LiveLines(this.json ? null : this.#stderr);
  }

  /** A question with a yes or no can be asked. */
  get canAsk(): boolean {
    return !this.json && this.#stderr.isTTY === true;
  }

  /** The text in the tone's colour, where the terminal has colours. */
  tone(tone: Tone, text: string): string {
    return styled(tone, text, this.#stdout);
  }
}

function styled(tone: Tone, text: string, stream: OutputStream): string {
  return stream.isTTY ? styleText(formats[tone], text, { validateStream: false }) : text;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function stringifyBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
