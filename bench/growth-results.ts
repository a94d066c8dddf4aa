import type { BenchResult } from './bench-result.ts';
import type { Measured } from './growth.ts';
import type { GrowthCase } from './growth-case.ts';
import type { Cost } from './growth-cost.ts';

/** Level means: within what one run differs from another. */
const LEVEL = 0.8;
/** What uses a smaller share than this is not told. */
const LEAST_SHARE = 0.01;
const IDLE_FLOWS = 100;
const IDLE_MEMORY = 600;
const IDLE_PERCENT = 5;

/**
 * What a change costs at the base, divided by what it costs grown: 1 is level, less is dearer. Wider rows are
 * more work by their nature, so that there native's own growth stands beside it instead of a target.
 */
export function growthResults(
  base: GrowthCase,
  grown: GrowthCase[],
  ours: Map<string, Measured>,
  peer: Map<string, Cost>,
): BenchResult[] {
  const before = ours.get(base.name) as Measured;
  const peerBefore = peer.get(base.name) as Cost;
  return grown.map((wanted) => {
    const after = ours.get(wanted.name) as Measured;
    const peerAfter = peer.get(wanted.name);
    const value = before.cost.micros / after.cost.micros;
    const target = wanted.columns === base.columns ? LEVEL : null;
    return {
      name: `growth.${wanted.name}/base`,
      value,
      unit: 'ratio',
      target,
      met: target === null ? null : value >= target,
      detail: {
        ...labelled('base', before.cost),
        ...labelled('grown', after.cost),
        'ledger lines': after.ledgerLines,
        ...(peerAfter ? { 'native base/grown': round(peerBefore.micros / peerAfter.micros) } : {}),
      },
    };
  });
}

/** What flows cost while nothing changes. */
export function idleResults(cases: GrowthCase[], ours: Map<string, Measured>): BenchResult[] {
  const counts = cases.filter(({ name }) => name === 'base' || name.startsWith('flows-'));
  return counts.flatMap(({ name, flows }) => {
    const { idle, deploySeconds } = ours.get(name) as Measured;
    const isMeant = flows === IDLE_FLOWS;
    const percents = [...idle.byRole]
      .filter(([, each]) => each >= 0.001)
      .map(([role, each]) => [`${role} %`, round(100 * each)] as const);
    const detail = { flows, 'live after s': round(deploySeconds), ...Object.fromEntries(percents) };
    const of = (what: string, value: number, unit: string, target: number): BenchResult => ({
      name: `growth.idle-flows-${flows}/${what}`,
      value,
      unit,
      target: isMeant ? target : null,
      met: isMeant ? value < target : null,
      detail,
    });
    return [
      of('runner-memory', idle.memory, 'MB', IDLE_MEMORY),
      of('runner-cpu', 100 * (idle.byRole.get('runner') ?? 0), '% of a core', IDLE_PERCENT),
    ];
  });
}

function labelled(name: string, { micros, rate, byRole }: Cost): BenchResult['detail'] {
  const telling = Object.entries(byRole).filter(([, each]) => each >= LEAST_SHARE * micros);
  const roles = telling.map(([role, each]) => [`${name} ${role} µs`, Math.round(each)] as const);
  return {
    [`${name} µs per change`]: Math.round(micros),
    [`${name} rows/s`]: Math.round(rate),
    ...Object.fromEntries(roles),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
