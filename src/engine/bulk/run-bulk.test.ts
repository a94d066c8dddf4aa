import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { BulkJob } from './bulk-job.ts';
import { type BulkRun, runBulk } from './run-bulk.ts';

const PAGES = 400;
const PER_PAGE = 50;

/** A selection of which no lane is deployed any more: every record comes to a result, and nothing else is needed for it. */
function countingRun({ ends }: { ends: AbortSignal }) {
  const told = { most: 0, kept: new Map<string, number>(), places: [] as (string | null)[] };
  let given = 0;
  const run: BulkRun = {
    ...{ job: {} as BulkJob, dryRun: false, place: null, isPaced: () => false, signal: ends },
    async page(after) {
      const number = Number(after ?? 0);
      given += PER_PAGE;
      told.most = Math.max(told.most, given - told.kept.size);
      await turn();
      // The last record of every page comes first on the next one once more, as one with several lines does.
      const records = Array.from({ length: PER_PAGE }, (_, i) => ({
        ...{ laneId: 'gone', recordKey: `["${number * (PER_PAGE - 1) + i}"]` },
      }));
      return { records, lines: PER_PAGE, next: number + 1 < PAGES ? String(number + 1) : null };
    },
    laneOf: async () => null,
    async keep(records: OperationRecord[], place) {
      // The store is slower than whoever reads the selection.
      for (let n = 0; n < 5; n += 1) await turn();
      for (const { recordKey } of records) told.kept.set(recordKey, (told.kept.get(recordKey) ?? 0) + 1);
      told.places.push(place);
      given -= PER_PAGE - records.length;
    },
    onPage: async () => undefined,
  };
  return { run, told };
}

test('[E19] however large the selection is, no more than four of its pages are in hand, and the place moves on in order', async () => {
  const { run, told } = countingRun({ ends: new AbortController().signal });
  expect(await runBulk(run)).toBe(true);
  expect(told.most).toBeLessThanOrEqual(4 * PER_PAGE);
  expect(told.places).toEqual([...Array.from({ length: PAGES - 1 }, (_, n) => String(n + 1)), null]);
  expect(told.kept.size).toBe(PAGES * (PER_PAGE - 1) + 1);
});

test('[E20] a record of two pages that are in hand at once is done once', async () => {
  const { run, told } = countingRun({ ends: new AbortController().signal });
  const seen: string[] = [];
  const { keep } = run;
  run.keep = async (records, place) => {
    seen.push(...records.map(({ recordKey }) => recordKey));
    await keep(records, place);
  };
  await runBulk(run);
  expect(seen.length).toBe(new Set(seen).size);
  expect([...told.kept.values()].every((times) => times === 1)).toBe(true);
});
