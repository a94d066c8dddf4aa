import { findProgram } from './find-program.ts';

/** The Chromium of this machine, or null. */
export function findChromium(): string | null {
  return (
    process.env.SYNCLINE_TEST_CHROMIUM ||
    findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
  );
}
