import { defineConfig } from '@playwright/test';
import { findChromium } from '../src/testing/find-chromium.ts';
import { makeTestsQuick } from '../src/testing/make-tests-quick.ts';

makeTestsQuick();

/** The browser journeys, against complete Synclines of their own that global-setup starts. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  // They wait more than they compute. Each has a Syncline for itself: some journeys kill its runner.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // What takes so long has failed; a loaded machine must not make a journey fail.
  expect: { timeout: 30_000 },
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
    },
  ],
});
