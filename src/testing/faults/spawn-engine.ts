import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestSystem } from '../systems/test-system.ts';
import type { FaultPoint } from './fault-points.ts';

export type EngineProcess = {
  child: ChildProcess;
  /** Resolves when the process is gone, with the signal that ended it, or its exit code and what it said. */
  ended: Promise<{ signal: NodeJS.Signals | null; code: number | null; said: string }>;
};

/** A connection as one word for the process's command line. */
export function connectionOf(system: TestSystem, url: string): string {
  return JSON.stringify({ connector: system.id, config: system.config(url) });
}

/** Runs an engine in a process of its own, see `engine-process.ts`. It is ended with this process. */
export function spawnEngine(options: {
  store: string;
  /** As `connectionOf` gives them. */
  left: string;
  right: string;
  flow: string;
  epoch: number;
  /** Where it kills itself, when it comes there for the nth time. */
  kill?: { point: FaultPoint; times: number };
  /** The most that its JavaScript may hold, MB. */
  heap?: number;
}): EngineProcess {
  const { kill, heap, ...given } = options;
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (kill) args.push('--point', kill.point, '--times', String(kill.times));
  const child = spawn(
    process.execPath,
    [
      ...(heap ? [`--max-old-space-size=${heap}`] : []),
      '--import',
      join(import.meta.dirname, '../../launch/end-with-parent.mjs'),
      join(import.meta.dirname, 'engine-process.ts'),
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, SYNCLINE_PARENT: String(process.pid) },
    },
  );
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<Awaited<EngineProcess['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ signal, code, said }));
  });
  return { child, ended };
}
