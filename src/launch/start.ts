import { Closing } from './closing.ts';
import { say, sayError } from './say.ts';
import { startSyncline } from './start-syncline.ts';

/** `npm start` and, with --dev, `npm run dev`. */
const closing = new Closing();

async function end(): Promise<void> {
  if (closing.begun) return; // a second Ctrl-C while the first is being obeyed
  say('\nStopping …');
  try {
    await closing.close();
    say('Stopped.');
    process.exit(0);
  } catch (error) {
    sayError(error);
    process.exit(1);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

try {
  await startSyncline({ dev: process.argv.includes('--dev'), closing });
} catch (error) {
  // While it is being stopped, a step that fails does so because what it needs is gone.
  if (!closing.begun) {
    sayError(error);
    await closing.close().catch(sayError);
    process.exit(1);
  }
}
