import { env } from '#config/env.ts';
import { migrate } from '#db/migrate.ts';
import { openDataFolder } from './data-folder.ts';
import { takeFirstSteps } from './first-steps.ts';
import { openStore } from './open-store.ts';
import { say, sayError } from './say.ts';

/**
 * For web and runner started apart, on machines of their own: brings the database that DATABASE_URL names up to date,
 * makes the owner and their API key where they are missing, and prints a link that signs the owner in. Run it to the
 * end before either part of a new version starts.
 */
async function prepare(): Promise<void> {
  const databaseUrl = env.databaseUrl();
  const home = await openDataFolder(env.home());
  try {
    const store = await openStore(home.path, databaseUrl, say);
    say(`Database: ${store.description}`);
    const applied = await migrate(databaseUrl);
    say(applied.length === 0 ? 'No migration was missing.' : `Applied: ${applied.join(', ')}.`);
    env.secretKey(); // a malformed key is told here rather than by every part
    const link = await takeFirstSteps({
      home: home.path,
      storeUrl: databaseUrl,
      publicUrl: env.publicUrl(),
      demoAdminUrl: null,
      say,
    });
    say(`Sign in, once, within a day:  ${link}`);
  } finally {
    await home.release();
  }
}

try {
  await prepare();
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
