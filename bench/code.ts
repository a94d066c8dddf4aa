import { loadavg } from 'node:os';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import {
  type Carried,
  calledDirectly,
  coldStarts,
  throughNodeRed,
  throughSandbox,
} from './code-contenders.ts';
import { codeInFlow } from './code-in-flow.ts';
import { quantiles } from './quantiles.ts';

const SECONDS = 10;
const STARTS = 15;
const perCore = 150_000;
const coldMs = 60;

/**
 * A transform of ten lines: through the sandbox, called directly, and in Node-RED's function node; and how soon the
 * first record is through. Rates are records for each second of processor time, all processes and threads of a
 * contender taken together, so that they stand on a machine that does other things as well.
 */
export async function code(options: BenchOptions): Promise<BenchResult[]> {
  const { scale } = options;
  // Less would measure the optimizing compiler.
  const seconds = SECONDS * Math.max(scale, 0.5);
  const load = { load: Math.round((loadavg()[0] ?? 0) * 10) / 10 };
  const sandbox = await throughSandbox(seconds);
  const direct = await calledDirectly(seconds);
  const nodeRed = await throughNodeRed(seconds);
  const cold = await coldStarts(Math.max(5, Math.round(STARTS * scale)));
  const rate = { sandbox: rateOf(sandbox), direct: rateOf(direct), nodeRed: rateOf(nodeRed) };
  const shown = {
    ...detailOf('sandbox', sandbox),
    ...detailOf('direct', direct),
    ...detailOf('node-red', nodeRed),
  };
  const result = (name: string, value: number, unit: string, target: number | null, met: boolean | null) => ({
    ...{ name: `code.${name}`, value, unit, target, met, detail: { ...shown, ...load } },
  });
  const open = quantiles(cold.open).p50;
  return [
    result('alone.records', rate.sandbox, 'records/s of a core', perCore, rate.sandbox >= perCore),
    result('alone.direct', rate.direct, 'records/s of a core', null, null),
    result('alone.node-red', rate.nodeRed, 'records/s of a core', null, null),
    result('alone.sandbox/direct', rate.sandbox / rate.direct, 'ratio', null, null),
    result('alone.sandbox/node-red', rate.sandbox / rate.nodeRed, 'ratio', null, null),
    {
      ...result('cold.open/p50', open, 'ms', coldMs, open <= coldMs),
      detail: {
        ...load,
        max: tenth(quantiles(cold.open).max),
        runs: cold.open.length,
        'start of a child p50': tenth(quantiles(cold.child).p50),
      },
    },
    ...(await codeInFlow(options)),
  ];
}

function rateOf({ records, cpuSeconds }: Carried): number {
  return records / cpuSeconds;
}

function detailOf(name: string, { records, seconds, parts }: Carried): Record<string, number> {
  const labelled = Object.entries(parts).map(([part, value]) => [`${name} ${part}`, value]);
  return {
    [`${name} records/s by the clock`]: Math.round(records / seconds),
    ...Object.fromEntries(labelled),
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
