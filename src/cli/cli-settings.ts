import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the surroundings say; options of the command line come before it. */
export type CliSettings = { serverUrl: string | null; apiKey: string | null; home: string };

const fallbackUrl = 'http://127.0.0.1:4321';

/** The server's address: as given, else the one that `npm start` left in the data folder, else the usual one. */
export async function findServer(given: string | undefined, settings: CliSettings): Promise<string> {
  const url = given ?? settings.serverUrl ?? (await readLine(join(settings.home, 'address'))) ?? fallbackUrl;
  return (/^https?:\/\//.test(url) ? url : `http://${url}`).replace(/\/+$/, '');
}

/** The API key: as given, else the owner's from the data folder; null when there is none. */
export async function findKey(given: string | undefined, settings: CliSettings): Promise<string | null> {
  return given ?? settings.apiKey ?? (await readLine(join(settings.home, 'owner.key')));
}

async function readLine(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
