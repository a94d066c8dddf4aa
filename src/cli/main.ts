import { env } from '#config/env.ts';
import { exitCodes } from './cli-error.ts';
import { runCli } from './run-cli.ts';

const interruption = new AbortController();
let interruptedAt = 0;
process.on('SIGINT', () => {
  // A second Ctrl-C ends it at once. One press may arrive twice, from the terminal and from npm.
  if (interruption.signal.aborted && Date.now() - interruptedAt > 500) process.exit(exitCodes.failure);
  if (!interruption.signal.aborted) interruptedAt = Date.now();
  interruption.abort();
});
process.once('SIGTERM', () => interruption.abort());
// `syncline … | head` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.success);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  settings: { serverUrl: env.serverUrl(), apiKey: env.apiKey(), home: env.home() },
  streams: process,
  signal: interruption.signal,
});
