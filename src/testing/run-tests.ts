import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { installTestTools } from './install-test-tools.ts';

/**
 * `npm test`: everything that must hold, step after step; all steps run even when one fails. With arguments
 * (`npm test -- types unit`) only those steps. The last line has the totals.
 */
const root = join(import.meta.dirname, '../..');

interface Count {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  run(): Promise<Count>;
}

const reports = await mkdtemp(join(tmpdir(), 'syncline-reports-'));
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');

const UnitReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const BrowserReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

const steps: Step[] = [
  {
    name: 'lint',
    run: () => check(binary('@biomejs/biome', 'bin/biome'), ['check', '--error-on-warnings', '.']),
  },
  {
    name: 'types',
    async run() {
      // Next writes the types of the routes, which the pages use.
      const routes = await check(binary('next', 'dist/bin/next'), ['typegen']);
      return routes.failed > 0 ? routes : check(binary('typescript', 'bin/tsc'), ['--noEmit']);
    },
  },
  {
    name: 'unit',
    async run() {
      installTestTools(['mariadb-server-core']);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
      const config = ['-c', 'src/testing/vitest.config.ts'];
      const code = await runNode(binary('vitest', 'vitest.mjs'), ['run', ...config, ...reporters]);
      const report = await readReport(unitReport, UnitReport);
      return atLeastOneFailure(code, {
        passed: report?.numPassedTests ?? 0,
        failed: report?.numFailedTests ?? 0,
      });
    },
  },
  {
    name: 'browser',
    async run() {
      installTestTools(['chromium']);
      const code = await runNode(
        binary('@playwright/test', 'cli.js'),
        ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
        { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
      );
      const stats = (await readReport(browserReport, BrowserReport))?.stats;
      return atLeastOneFailure(code, {
        passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
        failed: stats?.unexpected ?? 0,
      });
    },
  },
];

function binary(packageName: string, path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), path);
}

let running: ChildProcess | undefined;
let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Test runners tidy up at SIGINT. Ctrl-C reaches them without us, and a second one would cut the tidying short.
    if (!interrupted && signal !== 'SIGINT') running?.kill('SIGINT');
    interrupted = true;
  });
}

/** @returns the exit code; a death by signal counts as 1 */
function runNode(file: string, args: string[], variables: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running = child;
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A step that has no tests to count: it adds a failure, or nothing. */
async function check(file: string, args: string[]): Promise<Count> {
  return { passed: 0, failed: (await runNode(file, args)) === 0 ? 0 : 1 };
}

/** A test runner may fail without a failing test: a file that does not load, a set-up that breaks, no test at all. */
function atLeastOneFailure(code: number, count: Count): Count {
  return code === 0 ? count : { ...count, failed: Math.max(1, count.failed) };
}

async function readReport<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch(() => null); // the runner did not get that far
  return text === null ? null : schema.parse(JSON.parse(text));
}

async function runStep(step: Step): Promise<Count> {
  console.log(`\n── ${step.name} ──`);
  const started = Date.now();
  const count = await step.run().catch((error: unknown): Count => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  console.log(`── ${step.name}: ${count.failed === 0 ? 'ok' : 'FAILED'} after ${seconds(started)} ──`);
  return count;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}.`,
  );
  process.exit(2);
}

const begun = Date.now();
const total: Count = { passed: 0, failed: 0 };
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const count = await runStep(step);
  total.passed += count.passed;
  total.failed += count.failed;
  if (interrupted) break;
}
await rm(reports, { recursive: true, force: true });
console.log(`\nAll steps took ${seconds(begun)}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && !interrupted ? 0 : 1;
