import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { keepFilesInMemory } from './keep-files-in-memory.ts';
import { SlowFirst } from './slow-first.ts';

keepFilesInMemory();

const root = join(import.meta.dirname, '../..');

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^#(.*)/, replacement: join(root, 'src/$1') }] },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    pool: 'forks',
    // Tests on real servers wait more than they compute: two cores carry more than vitest would start on them.
    maxWorkers: Math.max(3, availableParallelism()),
    sequence: { sequencer: SlowFirst },
    // What takes so long has failed; a loaded machine must not make a test fail.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    allowOnly: false,
    // next's marker packages throw outside its bundler
    server: { deps: { inline: ['server-only'] } },
  },
});
