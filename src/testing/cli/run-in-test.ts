import { Readable, Writable } from 'node:stream';
import { runCli } from '#cli/run-cli.ts';

class Captured extends Writable {
  text = '';
  isTTY = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs one command line in this process and gives back what it printed and its exit code. */
export async function runInTest(
  argv: string[],
  options: {
    url?: string;
    home?: string;
    apiKey?: string | null;
    stdin?: string;
    signal?: AbortSignal;
  } = {},
) {
  const stdout = new Captured();
  const stderr = new Captured();
  const apiKey = options.apiKey === undefined ? 'sk_test' : options.apiKey;
  const code = await runCli(argv, {
    settings: { serverUrl: options.url ?? null, apiKey, home: options.home ?? '/nowhere' },
    streams: { stdin: Readable.from([options.stdin ?? '']), stdout, stderr },
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, stdout: stdout.text, stderr: stderr.text, json: () => JSON.parse(stdout.text) as unknown };
}
