import { expect, test } from 'vitest';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import { trialDifferences, trialWords } from './trial-counts.ts';
import type { TrialOutcome, TriedChange } from './trial-report.ts';
import { TrialTally } from './trial-tally.ts';

const line = (n: number, laneId = 'one') =>
  ({ laneId, recordKey: `["${n}"]`, side: 'left', op: 'update', commitTime: n }) as LedgerRow;
const outcome = (status: TrialOutcome['status'], code: TrialOutcome['code'] = null): TrialOutcome => ({
  ...{ status, code, detail: '' },
});
const tried = (more: Partial<TriedChange>): TriedChange => ({
  ...{
    verdict: 'same',
    was: outcome('applied'),
    would: outcome('applied'),
    why: null,
    fields: [],
    unknown: [],
  },
  ...more,
});
const fails = tried({ verdict: 'outcome', would: outcome('failed', 'CAST_FAILED') });

test('a frequent difference does not crowd out a rare one, and memory does not grow with the changes', () => {
  const tally = new TrialTally([{ laneId: 'one', title: 'a and b' }]);
  for (let n = 0; n < 10_000; n += 1) tally.add(line(n), 'right', fails);
  tally.add(
    line(20_000),
    'right',
    tried({ verdict: 'values', fields: [{ name: 'x', was: '1', would: '2' }] }),
  );
  tally.add(line(20_001), 'right', tried({ verdict: 'untried', would: null, why: 'No.' }));
  tally.add(line(20_002), 'right', tried({ unknown: ['y'] }));
  tally.addMissing('two');
  const report = tally.report(0, 1);
  expect(report.lanes).toMatchObject([
    {
      ...{ same: 1, values: 1, outcome: 10_000, untried: 1, reasons: [{ why: 'No.', count: 1 }] },
      shifts: [{ from: { status: 'applied' }, to: { status: 'failed', code: 'CAST_FAILED' }, count: 10_000 }],
      fields: [
        { side: 'right', name: 'x', differ: 1, unknown: 0 },
        { side: 'right', name: 'y', differ: 0, unknown: 1 },
      ],
    },
  ]);
  expect(report.samples.length).toBeLessThan(100);
  expect(report.samples.map(({ recordKey }) => recordKey)).toContain('["20000"]');
  expect(report.missing).toEqual([{ laneId: 'two', changes: 1 }]);
  expect(trialDifferences(report)).toBe(10_001);
  expect(trialWords(report)).toBe(
    '10,003 changes tried: 1 the same, 1 with other values, 10,000 with another outcome, 1 could not be tried',
  );
});
