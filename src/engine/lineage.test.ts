import { expect, test } from 'vitest';
import type { Lane } from '#core/flow/lane.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { Life } from '#core/lineage/life-of.ts';
import { recordAsOf } from '#core/lineage/record-as-of.ts';
import { traceValue } from '#core/lineage/trace-value.ts';
import { recordLines } from '#db/ledger/record-lines.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { livesLane, livesOn, livingFields, RecordLives } from '#testing/engine/record-lives.ts';

const sides = ['left', 'right'] as const;
const names = { left: ['id', ...livingFields], right: ['id', ...livingFields] };
/** Commit times are ours to within so many microseconds. */
const SLACK = 2_000;

/** Whose history is told wrongly, in words. */
function wrongAsOf(lives: RecordLives, recordKey: string, { lines, began }: Life): string[] {
  return lives.moments.flatMap(({ at, rows }) => {
    const then = recordAsOf(lines, at, names, { left: 0, right: 0 });
    return sides.flatMap((side) => {
      const told = then[side];
      const { id } = told.fields;
      // Before it got this key it had another one.
      const row = rows[side].get(id?.kind === 'known' ? JSON.stringify([id.value]) : recordKey);
      const where = `as of ${at} ${recordKey} ${side}`;
      // Another record may have had the key before it.
      if (!told.exists && began !== null && at < began) return [];
      if ((told.exists ?? false) !== (row !== undefined)) return [`${where}: ${told.exists}`];
      return livingFields.flatMap((name) => {
        const value = told.fields[name];
        const same = value?.kind === 'known' && value.value === row?.[name];
        return !row || same ? [] : [`${where}.${name}: ${JSON.stringify(value)}, but ${row[name]}`];
      });
    });
  });
}

/** Which values of a record are traced to another writer than their own, in words. */
function wrongTraces(
  lives: RecordLives,
  recordKey: string,
  lines: LedgerRow[],
  lanes: ReadonlyMap<number, Lane>,
): string[] {
  const now = lives.moments.at(-1)?.rows;
  return sides.flatMap((side) => {
    const row = now?.[side].get(recordKey);
    return (row ? livingFields : []).flatMap((field) => {
      const value = row?.[field] ?? null;
      const steps = traceValue({ lines, lanes, place: { side, field }, now: value });
      const last = steps.at(-1);
      const writer = lives.writers.get(`${field} ${value?.toLowerCase()}`);
      const fits =
        last?.kind === 'written' &&
        last.value?.toLowerCase() === value?.toLowerCase() &&
        writer &&
        (writer.side === 'both' || writer.side === last.place.side) &&
        last.at >= writer.from - SLACK &&
        last.at <= writer.to + SLACK &&
        steps.every(({ kind }) => kind !== 'outside');
      const told = steps.map((step) => [step.kind, step.place, 'line' in step ? step.line.seq : null]);
      return fits ? [] : [`${recordKey} ${side}.${field} = ${value}: ${JSON.stringify([writer, told])}`];
    });
  });
}

test.each([5])(
  'every value is traced to its writer, and both sides are told as of every quiet moment (seed %i)',
  {
    timeout: 240_000,
  },
  async (seed) => {
    const flow = await flowOnDatabases(`lineage${seed}`, { ...livesOn, lanes: [livesLane] });
    const lives = new RecordLives(flow, new SeededRandom(seed));
    const wrong: string[] = [];
    try {
      await flow.start();
      for (let step = 0; step < 60; step += 1) {
        await lives.step();
        await lives.quiet();
      }
      const lanes = new Map([[1, flow.lanes[0] as Lane]]);
      for (const recordKey of lives.keys) {
        const record = { flowId: flow.flowId, laneId: flow.laneId(), recordKey };
        const { life } = await recordLines(flow.pool, 'w', record);
        wrong.push(...wrongAsOf(lives, recordKey, life), ...wrongTraces(lives, recordKey, life.roots, lanes));
      }
    } finally {
      await flow.close();
    }
    expect({ wrong: wrong.slice(0, 12), steps: wrong.length > 0 ? lives.log : [] }).toEqual({
      wrong: [],
      steps: [],
    });
  },
);
