import { trialWords } from '#core/trial/trial-counts.ts';
import type { LaneTrial, TrialReport, TrialSample } from '#core/trial/trial-report.ts';
import type { CliOutput } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

/** What a draft would make of the changes that it was tried on, for people. */
export function trialReportText(output: CliOutput, report: TrialReport): string {
  return [
    `${trialWords(report)}.`,
    `Committed from ${figures.moment(report.from)} to ${figures.moment(report.to)}. Nothing was written.`,
    ...(report.since === null
      ? []
      : [
          output.tone(
            'warn',
            `The ledger begins at ${figures.moment(report.since)}: earlier changes were not tried.`,
          ),
        ]),
    ...report.missing.map(({ changes, laneId }) =>
      output.tone('warn', `${figures.count(changes)} changes of ${laneId}, which the draft does not have.`),
    ),
    ...report.lanes.flatMap((lane) => laneLines(lane)),
    ...(report.samples.length > 0
      ? ['', textTable(['record', 'was', 'would be', 'values'], report.samples.map(sampleRow))]
      : []),
  ].join('\n');
}

function laneLines({ title, shifts, fields, reasons, ...counts }: LaneTrial): string[] {
  const rows = [
    ...shifts.map(({ from, to, count }) => [figures.count(count), `${ended(from)} → ${ended(to)}`]),
    ...fields
      .filter(({ differ }) => differ > 0)
      .map(({ side, name, differ }) => [figures.count(differ), `other values of ${name} (${side})`]),
    ...fields
      .filter(({ unknown }) => unknown > 0)
      .map(({ side, name, unknown }) => [figures.count(unknown), `${name} (${side}) is not in the ledger`]),
    ...reasons.map(({ why, count }) => [figures.count(count), `not tried: ${why}`]),
  ];
  const { same, values, outcome, untried } = counts;
  if (same + values + outcome + untried === 0) return ['', `${title}: no changes.`];
  return ['', title, ...(rows.length > 0 ? [textTable(['changes', ''], rows, [0])] : ['  all the same'])];
}

function sampleRow({ recordKey, was, would, fields }: TrialSample): string[] {
  const values = fields.map(({ name, ...value }) => {
    const shown = (which: 'was' | 'would') => (which in value ? (value[which] ?? '∅') : '–');
    return `${name}: ${shown('was')} → ${shown('would')}`;
  });
  return [showRecordKey(recordKey), ended(was), would ? ended(would) : '–', values.slice(0, 3).join(', ')];
}

function ended({ status, code }: { status: string; code: string | null }): string {
  return code ? `${status} ${code}` : status;
}
