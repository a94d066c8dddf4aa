import type { LaneTrial, TrialReport } from './trial-report.ts';

const count = (value: number) => value.toLocaleString('en');

/** What a trial came to over all lanes, by verdict. */
export function trialCounts(report: TrialReport): Pick<LaneTrial, 'same' | 'values' | 'outcome' | 'untried'> {
  const sums = { same: 0, values: 0, outcome: 0, untried: 0 };
  for (const lane of report.lanes) {
    for (const verdict of ['same', 'values', 'outcome', 'untried'] as const) sums[verdict] += lane[verdict];
  }
  return sums;
}

/** E.g. `1,204 changes tried: 1,190 the same, 3 with other values, 11 with another outcome`. */
export function trialWords(report: TrialReport): string {
  const { same, values, outcome, untried } = trialCounts(report);
  const parts = [
    `${count(same)} the same`,
    ...(values > 0 ? [`${count(values)} with other values`] : []),
    ...(outcome > 0 ? [`${count(outcome)} with another outcome`] : []),
    ...(untried > 0 ? [`${count(untried)} could not be tried`] : []),
  ];
  return `${count(report.tried)} ${report.tried === 1 ? 'change' : 'changes'} tried: ${parts.join(', ')}`;
}

/** How many changes would go another way than they went. */
export function trialDifferences(report: TrialReport): number {
  const { values, outcome } = trialCounts(report);
  return values + outcome;
}
