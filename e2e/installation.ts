import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the journeys know of the Syncline that was started for them. */
export interface Installation {
  url: string;
  /** Signs the owner in, once. */
  entryLink: string;
  /** The superuser's URL of the embedded PostgreSQL, where journeys make their databases. */
  adminUrl: string;
  home: string;
}

const folder = join(import.meta.dirname, '../test-results');

export const installationPath = join(folder, 'installation.json');

/** Cookies of the signed-in owner, left by the first journey for the others. */
export const signedInState = join(folder, 'signed-in.json');

export function installation(): Installation {
  return JSON.parse(readFileSync(installationPath, 'utf8'));
}
