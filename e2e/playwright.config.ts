import { defineConfig } from '@playwright/test';
import { findChromium } from '../src/testing/find-chromium.ts';
import { signedInState } from './installation.ts';

/** The browser journeys, against a complete Syncline of their own that global-setup starts. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  // They share one Syncline, and two cores.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    // An action on what does not come says so long before the test's own time is up.
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'entry', testMatch: 'entry.spec.ts' },
    {
      name: 'journeys',
      testIgnore: 'entry.spec.ts',
      dependencies: ['entry'],
      use: { storageState: signedInState },
    },
  ],
});
