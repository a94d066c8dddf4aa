import { parseArgs } from 'node:util';
import { startTestServer } from '../start-test-server.ts';
import { describeScenario } from './describe-scenario.ts';
import { drawScenario } from './draw-scenario.ts';
import { describeError, type FuzzOutcome, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { shrinkScenario } from './shrink-scenario.ts';

/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--seeds N] [--jobs N] [--repeat] [--shrink]`: writes at random to both
 * sides of random flows on real servers, and checks that they agree once all is quiet (E17). Seeds run one
 * after the other from S on, for so many minutes or so many seeds; a seed alone runs once, and with
 * `--repeat` again and again, since what meets what is up to the clock.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    repeat: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
  },
});

const number = (name: 'minutes' | 'seed' | 'seeds' | 'jobs'): number | null => {
  const given = values[name];
  if (given === undefined) return null;
  const parsed = Number(given);
  if (!Number.isFinite(parsed) || parsed < 0) {
    console.error(`--${name} takes a number, not "${given}".`);
    process.exit(2);
  }
  return parsed;
};

const minutes = number('minutes');
const seed = number('seed');
const first = seed ?? Math.floor(Date.now() / 1000) % 1_000_000_000;
const most = number('seeds') ?? (minutes !== null ? Number.POSITIVE_INFINITY : seed !== null ? 1 : 50);
const until = minutes === null ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;

const server = await startTestServer();
const begun = Date.now();
const failed: number[] = [];
const total = { seeds: 0, committed: 0, engines: 0 };
const waiting = new Map<string, number>();
let next = first;
let stopped = false;
process.on('SIGINT', () => {
  stopped = true;
});

/** Throws nothing: what cannot even run has failed, too. */
async function attempt(scenario: Scenario, patience?: number): Promise<FuzzOutcome> {
  try {
    return await runScenario(scenario, { servers: { postgres: server.adminUrl }, patience });
  } catch (error) {
    return { problems: [describeError(error)], committed: 0, engines: 0, lostAnswers: 0, waiting: {} };
  }
}

async function runSeeds(): Promise<void> {
  while (!stopped && Date.now() < until && next < first + most) {
    const scenario = drawScenario(values.repeat ? first : next);
    next += 1;
    const outcome = await attempt(scenario);
    total.seeds += 1;
    total.committed += outcome.committed;
    total.engines += outcome.engines;
    for (const [what, times] of Object.entries(outcome.waiting)) {
      waiting.set(what, (waiting.get(what) ?? 0) + times);
    }
    if (outcome.problems.length > 0) await report(scenario, outcome);
  }
}

async function report(scenario: Scenario, outcome: FuzzOutcome): Promise<void> {
  failed.push(scenario.seed);
  console.log(`\n✗ seed ${scenario.seed}\n  ${outcome.problems.join('\n  ')}`);
  if (!values.shrink) {
    if (seed !== null && most === 1) console.log(describeScenario(scenario));
    console.log(
      `  again: npm run fuzz -- --seed ${scenario.seed}; with fewer steps: npm run fuzz -- --seed ${scenario.seed} --shrink`,
    );
    return;
  }
  let problems = outcome.problems;
  const smallest = await shrinkScenario(
    scenario,
    async (candidate) => {
      const tried = await attempt(candidate, 8_000);
      if (tried.problems.length > 0) problems = tried.problems;
      return tried.problems.length > 0;
    },
    60,
  );
  console.log(`${describeScenario(smallest)}\n  ${problems.join('\n  ')}`);
}

const progress = setInterval(() => {
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`${seconds} s: ${total.seeds} seeds, ${failed.length} failed, next ${next}`);
}, 5_000);
await Promise.all(Array.from({ length: Math.max(1, number('jobs') ?? 1) }, runSeeds));
clearInterval(progress);
await server.stop();

const seconds = (Date.now() - begun) / 1000;
const waits = [...waiting].sort().map(([what, times]) => `${times} ${what}`);
console.log(
  `\n${total.seeds} seeds from ${first} in ${seconds.toFixed(0)} s (${(seconds / Math.max(1, total.seeds)).toFixed(2)} s each): ` +
    `${total.committed} transactions, ${total.engines} engines; waiting at the end: ${waits.join(', ') || 'nothing'}`,
);
console.log(failed.length === 0 ? 'All agreed.' : `FAILED: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
