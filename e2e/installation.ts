import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the journeys know of a Syncline that was started for them. */
export interface Installation {
  url: string;
  /** Signs the owner in, once. */
  entryLink: string;
  /** Cookies of the signed-in owner: a file that the first journey leaves for the others. */
  signedInState: string;
  /** The superuser's URL of the embedded PostgreSQL, where journeys make their databases. */
  adminUrl: string;
  home: string;
}

/** Where all that a run of the journeys leaves behind is. */
export const resultsFolder = join(import.meta.dirname, '../test-results');

/** Where the Syncline of one of Playwright's workers is described. @param place the worker's, from 0 */
export function installationPath(place: number): string {
  return join(resultsFolder, `installation-${place}.json`);
}

/** The Syncline that a worker has for itself. @param place the worker's (`parallelIndex`), from 0 */
export function installation(place: number): Installation {
  return JSON.parse(readFileSync(installationPath(place), 'utf8'));
}

/** Those of all workers. */
export function installations(): Installation[] {
  const all: Installation[] = [];
  while (existsSync(installationPath(all.length))) all.push(installation(all.length));
  return all;
}
