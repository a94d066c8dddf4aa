import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Installation } from './installation.ts';

const root = join(import.meta.dirname, '..');

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
  /** What `--json` printed. */
  json<T>(): T;
}

/** Runs `syncline` with these words against the installation, as a process of its own. */
export function runSyncline(installation: Installation, ...words: string[]): Promise<CommandResult> {
  // Only the data folder says where the server is and who asks, as on the machine of its owner.
  const { SYNCLINE_URL, SYNCLINE_KEY, DATABASE_URL, ...rest } = process.env;
  const env = { ...rest, SYNCLINE_HOME: installation.home };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, 'src/launch/bootstrap.mjs'), 'cli', ...words],
      { cwd: root, env, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return reject(error);
        const code = Number(error?.code ?? 0);
        resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) });
      },
    );
  });
}
