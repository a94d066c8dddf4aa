import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs the command until our end of its standard input closes, which the system does for us even when we are killed:
 * then it gets the signal. So no server outlives the process that started it.
 */
const tether = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ read -r _ <&3; kill -"$TETHER_SIGNAL" $child; } 2>/dev/null & reader=$!
trap 'kill -"$TETHER_SIGNAL" $child' TERM INT
wait $child; code=$?
while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
kill $reader 2>/dev/null
exit $code`;

export interface TetheredOptions {
  command: string;
  args: string[];
  /** What ends the command in an orderly way. */
  signal: 'INT' | 'TERM';
  cwd?: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  stdout: 'pipe' | number;
  stderr: 'pipe' | number;
}

/**
 * Starts a server that ends when `stdin` of the returned process is closed, by `end()` or by our own death. It is a
 * session of its own, so that Ctrl-C in the terminal reaches us alone and we decide the order of the end.
 */
export function spawnTethered(options: TetheredOptions): ChildProcess {
  const child = spawn('/bin/sh', ['-c', tether, 'tether', options.command, ...options.args], {
    cwd: options.cwd,
    env: { ...options.env, TETHER_SIGNAL: options.signal },
    uid: options.uid,
    gid: options.gid,
    detached: true,
    stdio: ['pipe', options.stdout, options.stderr],
  });
  // The pipe breaks when the command is gone already: that is what its `exit` event tells.
  child.stdin?.on('error', () => undefined);
  return child;
}
