import { repairWords, verifyCounts, verifyFigures } from '#core/ledger/verify-counts.ts';
import type { Disagreement, VerifyReport } from '#core/ledger/verify-report.ts';
import { shownText } from '#core/masking/shown-value.ts';
import type { CliOutput } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

type LaneResult = VerifyReport['lanes'][number];

/**
 * What a comparison found, for people: a verdict as of when, a line per lane, and samples of what disagrees.
 * @param flow the flow's name
 */
export function verifyResultText(output: CliOutput, flow: string, result: VerifyReport): string {
  const { agreed, lanes } = result;
  const { differ, waiting } = verifyCounts(result);
  const verdict = agreed
    ? output.tone('ok', 'both sides agree')
    : differ > 0
      ? output.tone('fail', 'the sides disagree')
      : output.tone('warn', `both sides agree, but for ${figures.count(waiting)} that wait`);
  const rows = lanes.map((lane) => [
    `${lane.left} ⇄ ${lane.right}`,
    ...[lane.checked, lane.differing, lane.onlyLeft, lane.onlyRight, lane.inFlight, lane.pending].map(
      figures.count,
    ),
  ]);
  const head = ['lane', 'checked', 'differ', 'only left', 'only right', 'in flight', 'waiting'];
  return [
    `${flow}: ${verdict} as of ${asOf(result.at)}: ${verifyFigures(result)}`,
    ...(result.repair ? [`${repairWords(result.repair)}.`] : []),
    '',
    textTable(head, rows, [1, 2, 3, 4, 5, 6]),
    ...lanes.flatMap(({ way, why }) => (way === 'rows' && why ? ['', `Read row by row: ${why}`] : [])),
    ...lanes.flatMap(sampleLines),
  ].join('\n');
}

/** Microseconds since 1970 as a date and time of day. */
function asOf(micros: number): string {
  return `${new Date(micros / 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function sampleLines(lane: LaneResult): string[] {
  if (lane.samples.length === 0) return [];
  const more = lane.differing + lane.onlyLeft + lane.onlyRight - lane.samples.length;
  return [
    '',
    `${lane.left} ⇄ ${lane.right}`,
    ...lane.samples.map((sample) => `  ${showRecordKey(sample.recordKey)}: ${differenceText(lane, sample)}`),
    ...(more > 0 ? [`  and ${figures.count(more)} more`] : []),
  ];
}

/** What a finding is about: the side that alone has the record, or each field that differs with both values. */
export function differenceText(streams: { left: string; right: string }, sample: Disagreement): string {
  if (sample.kind === 'only-left') return `only in ${streams.left}`;
  if (sample.kind === 'only-right') return `only in ${streams.right}`;
  // Rows are kept of the first findings alone.
  if (!sample.left && !sample.right) return sample.fields.join(', ');
  return sample.fields
    .map((field, index) => {
      const left = shownText(sample.left?.[field], '∅');
      const right = shownText(sample.right?.[sample.rightFields[index] ?? field], '∅');
      return `${field} ${left} | ${right}`;
    })
    .join('; ');
}
