import { parseArgs } from 'node:util';
import { startMariadb } from '../mariadb/start-mariadb.ts';
import { startTestServer } from '../start-test-server.ts';
import { mysqlSystem } from '../systems/mysql-system.ts';
import { postgresSystem } from '../systems/postgres-system.ts';
import { allPairs, nameOf, pairOf } from '../systems/test-systems.ts';
import { describeScenario } from './describe-scenario.ts';
import { drawScenario } from './draw-scenario.ts';
import { fuzzEject } from './fuzz-eject.ts';
import { describeError, type FuzzOutcome, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { shrinkScenario } from './shrink-scenario.ts';

/**
 * `npm run fuzz -- [--pair left:right] [--minutes N] [--seed S] [--seeds N] [--jobs N] [--repeat] [--shrink] [--code]`: writes at
 * random to both sides of random flows on real systems, and checks that they agree once all is quiet (E17). Seeds
 * run one after the other from S on, for so many minutes or so many seeds, each between every pair of systems
 * unless one is named; a seed alone runs once, and with `--repeat` again and again, since what meets what is up
 * to the clock. With `--code` all that lanes read and write goes through code that changes nothing. With `--eject` no
 * system is written to: random mappings and conditions are turned into code, and made-up records taken through both.
 */
const { values } = parseArgs({
  options: {
    pair: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    repeat: { type: 'boolean', default: false },
    code: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    eject: { type: 'boolean', default: false },
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

if (values.eject) process.exit((await fuzzEject({ first, most, until, say: console.log })) === 0 ? 0 : 1);

const pairs = values.pair === undefined ? allPairs : [pairOf(values.pair)];
const postgres = await startTestServer();
const mariadb = pairs.some(({ left, right }) => left === mysqlSystem || right === mysqlSystem)
  ? await startMariadb()
  : null;
const servers = {
  [postgresSystem.id]: postgres.adminUrl,
  ...(mariadb ? { [mysqlSystem.id]: mariadb.adminUrl } : {}),
};
const since = Date.now();
const failed: string[] = [];
const total = { scenarios: 0, committed: 0, engines: 0 };
const waiting = new Map<string, number>();
/** Scenarios that have begun. */
let begun = 0;
let stopped = false;
process.on('SIGINT', () => {
  stopped = true;
});

/** Throws nothing: what cannot even run has failed, too. */
async function attempt(scenario: Scenario, patience?: number): Promise<FuzzOutcome> {
  try {
    return await runScenario(scenario, { servers, patience, coded: values.code });
  } catch (error) {
    return { problems: [describeError(error)], committed: 0, engines: 0, lostAnswers: 0, waiting: {} };
  }
}

async function runSeeds(): Promise<void> {
  while (!stopped && Date.now() < until && begun < most * pairs.length) {
    const next = first + (values.repeat ? 0 : Math.floor(begun / pairs.length));
    const scenario = drawScenario(next, pairs[begun % pairs.length]);
    begun += 1;
    const outcome = await attempt(scenario);
    total.scenarios += 1;
    total.committed += outcome.committed;
    total.engines += outcome.engines;
    for (const [what, times] of Object.entries(outcome.waiting)) {
      waiting.set(what, (waiting.get(what) ?? 0) + times);
    }
    if (outcome.problems.length > 0) await report(scenario, outcome);
  }
}

async function report(scenario: Scenario, outcome: FuzzOutcome): Promise<void> {
  const name = `--seed ${scenario.seed} --pair ${nameOf(scenario.pair)}`;
  failed.push(name);
  console.log(`\n✗ ${name}\n  ${outcome.problems.join('\n  ')}`);
  if (!values.shrink) {
    if (seed !== null && most * pairs.length === 1) console.log(describeScenario(scenario));
    console.log(`  again: npm run fuzz -- ${name}; with fewer steps: npm run fuzz -- ${name} --shrink`);
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
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  console.log(
    `${seconds} s: ${total.scenarios} scenarios, ${failed.length} failed, next seed ${first + Math.floor(begun / pairs.length)}`,
  );
}, 5_000);
await Promise.all(Array.from({ length: Math.max(1, number('jobs') ?? 1) }, runSeeds));
clearInterval(progress);
await Promise.all([postgres.stop(), mariadb?.stop()]);

const seconds = (Date.now() - since) / 1000;
const waits = [...waiting].sort().map(([what, times]) => `${times} ${what}`);
console.log(
  `\n${total.scenarios} scenarios from seed ${first} in ${seconds.toFixed(0)} s (${(seconds / Math.max(1, total.scenarios)).toFixed(2)} s each): ` +
    `${total.committed} transactions, ${total.engines} engines; waiting at the end: ${waits.join(', ') || 'nothing'}`,
);
console.log(failed.length === 0 ? 'All agreed.' : `FAILED: ${failed.join('; ')}`);
process.exit(failed.length === 0 ? 0 : 1);
