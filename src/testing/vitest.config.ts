import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { makeTestsQuick } from './make-tests-quick.ts';
import { SlowFirst } from './slow-first.ts';

makeTestsQuick();

const root = join(import.meta.dirname, '../..');

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^#(.*)/, replacement: join(root, 'src/$1') }] },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    pool: 'forks',
    // Tests on real servers wait more than they compute: two cores carry more than vitest would start on them.
    maxWorkers: Math.min(8, 3 * availableParallelism()),
    // A process runs file after file, so that what they share is read once. A file that changes the process itself undoes it.
    isolate: false,
    sequence: { sequencer: SlowFirst },
    // What takes so long has failed; a loaded machine must not make a test fail.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    restoreMocks: true,
    allowOnly: false,
    // next's marker packages throw outside its bundler
    server: { deps: { inline: ['server-only'] } },
  },
});
