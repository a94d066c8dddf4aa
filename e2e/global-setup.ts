import { mkdir, rm } from 'node:fs/promises';
import type { FullConfig } from '@playwright/test';
import { resultsFolder } from './installation.ts';
import { startInstallation } from './start-installation.ts';

/** Starts a complete Syncline for each worker, side by side once the first has built the pages for all. */
export default async function globalSetup({ workers }: FullConfig): Promise<() => Promise<void>> {
  await rm(resultsFolder, { recursive: true, force: true });
  await mkdir(resultsFolder, { recursive: true });
  const stops = [await startInstallation(0)];
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
  const others = Array.from({ length: workers - 1 }, (_, place) => startInstallation(place + 1));
  const failures: unknown[] = [];
  for (const started of await Promise.allSettled(others)) {
    if (started.status === 'fulfilled') stops.push(started.value);
    else failures.push(started.reason);
  }
  if (failures.length === 0) return stopAll;
  await stopAll();
  throw failures[0];
}
