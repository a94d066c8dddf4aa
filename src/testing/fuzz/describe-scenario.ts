import { laneSketch } from './lane-sketch.ts';
import type { Scenario } from './scenario.ts';

/** A scenario as text that a person can follow, and run by hand. */
export function describeScenario(scenario: Scenario): string {
  const { tables, initial, steps, seed, pair, ...rest } = scenario;
  const parts = [
    `seed ${seed} ${pair.left.id}:${pair.right.id} ${JSON.stringify(rest)}`,
    ...tables.map((table) => JSON.stringify(laneSketch(table, (_, name) => name))),
  ];
  for (const side of ['left', 'right'] as const) {
    const sql = [
      ...pair[side].dialect
        .schema(tables, side)
        .split('\n')
        .filter((line) => /^(CREATE TABLE [lr]\d|ALTER)/.test(line)),
      ...initial[side],
    ];
    parts.push(`${side}, at first:\n${indented(sql.join('\n'))}`);
  }
  for (const step of steps) {
    const does = 'sql' in step ? step.sql : `${step.does}${'side' in step ? ` (${step.side})` : ''}`;
    parts.push(`${step.actor}, after ${step.wait} ms:\n${indented(does)}`);
  }
  return parts.join('\n');
}

const indented = (text: string) => text.replace(/^/gm, '    ');
